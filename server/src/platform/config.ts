import { readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import path from 'node:path'

/** Everything that the environment decides. `regulars doctor` prints it; the README's table is checked against `settings`. */
export type Config = {
  port: number
  /** Unset: this machine alone, or every address once there is a certificate. */
  host: string | null
  dataDir: string
  /** Set: a backup goes there every night. Unset: backups are taken by hand. */
  backupDir: string | null
  /** The hour of the machine's own time at which the nightly backup is taken. */
  backupHour: number
  /** How many nightly backups are kept. */
  backupKeep: number
  /** Whether each nightly backup is restored on trial. */
  backupDrill: boolean
  /** The app's own connection: a role that cannot bypass row level security. Unset: the embedded PostgreSQL. */
  databaseUrl: string | null
  /** Owner of the schema, for migrations. Unset: `databaseUrl`, with the app switching to role `regulars_app`. */
  databaseOwnerUrl: string | null
  /** Past any transaction pooler, for the job runner. Unset: `databaseOwnerUrl` or `databaseUrl`. */
  databaseDirectUrl: string | null
  publicUrl: string | null
  tls: { certFile: string; keyFile: string } | null
  /** 32 bytes that key every hash and seal; made and kept in the data directory when absent. */
  secretKey: string | null
  role: 'all' | 'api' | 'worker'
  /** Lets a monitor on another machine read `/metrics`. */
  metricsToken: string | null
  poolSize: number
  logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent'
  trustProxy: boolean
}

export class ConfigError extends Error {
  override name = 'ConfigError'
}

/** Name, default and meaning of every setting. */
export const settings = {
  PORT: 'port of the web server (8080)',
  HOST: 'address to listen on (127.0.0.1 over HTTP; every address once there is a certificate)',
  DATA_DIR: 'where data is kept (/var/lib/regulars as root, else ~/.local/share/regulars)',
  BACKUP_DIR: 'folder for a backup every night, best on another disk (none: backups by hand)',
  BACKUP_HOUR: 'hour of the nightly backup, in the machine’s own time (3)',
  BACKUP_KEEP: 'how many nightly backups are kept (7)',
  BACKUP_DRILL: 'off: the nightly backup is not restored on trial',
  DATABASE_URL: 'a PostgreSQL 15–18 to use in place of the embedded one',
  DATABASE_OWNER_URL: 'the same database as the owner of its schema, for migrations',
  DATABASE_DIRECT_URL: 'the same database past a transaction pooler, for jobs',
  DATABASE_POOL: 'connections of one process (10)',
  PUBLIC_URL: 'address under which people and payment providers reach it, behind a proxy',
  TRUST_PROXY: '1: take the caller’s address from X-Forwarded-For',
  TLS_CERT: 'certificate file (PEM)',
  TLS_KEY: 'key file (PEM)',
  SECRET_KEY: '64 hexadecimal digits (made and kept in DATA_DIR)',
  ROLE: 'all, api or worker (all)',
  METRICS_TOKEN: 'lets a monitor on another machine read /metrics (from this machine it always may)',
  PREPARED_STATEMENTS: 'off: for a transaction pooler that keeps none (PgBouncer before 1.21)',
  LOG_LEVEL: 'debug, info, warn, error or silent (info)',
} as const

function oneOf<const T extends string>(name: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((each) => each === value)
  if (!found) throw new ConfigError(`${name} must be one of ${allowed.join(', ')}, not "${value}"`)
  return found
}

function wholeNumber(name: string, value: string, min: number, max: number): number {
  const number = Number(value)
  if (!Number.isInteger(number) || number < min || number > max)
    throw new ConfigError(`${name} must be a whole number from ${min} to ${max}, not "${value}"`)
  return number
}

function readable(name: string, file: string): string {
  try {
    readFileSync(file)
  } catch {
    throw new ConfigError(`${name} names a file that cannot be read: ${file}`)
  }
  return file
}

export function defaultDataDir(): string {
  return process.getuid?.() === 0 ? '/var/lib/regulars' : path.join(homedir(), '.local', 'share', 'regulars')
}

/** Reads and checks the environment once, at start. Throws `ConfigError` with a sentence that names the setting. */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const text = (name: keyof typeof settings) => env[name]?.trim() || null
  const certFile = text('TLS_CERT')
  const keyFile = text('TLS_KEY')
  if ((certFile === null) !== (keyFile === null))
    throw new ConfigError('TLS_CERT and TLS_KEY are set together or not at all')
  const secretKey = text('SECRET_KEY')
  if (secretKey && !/^[0-9a-f]{64}$/i.test(secretKey)) throw new ConfigError('SECRET_KEY must be 64 hexadecimal digits')
  const databaseUrl = text('DATABASE_URL')
  const backupDir = text('BACKUP_DIR')
  return {
    port: wholeNumber('PORT', text('PORT') ?? '8080', 0, 65_535),
    host: text('HOST'),
    dataDir: path.resolve(text('DATA_DIR') ?? defaultDataDir()),
    backupDir: backupDir && path.resolve(backupDir),
    backupHour: wholeNumber('BACKUP_HOUR', text('BACKUP_HOUR') ?? '3', 0, 23),
    backupKeep: wholeNumber('BACKUP_KEEP', text('BACKUP_KEEP') ?? '7', 1, 1_000),
    backupDrill: text('BACKUP_DRILL') !== 'off',
    databaseUrl,
    databaseOwnerUrl: text('DATABASE_OWNER_URL'),
    databaseDirectUrl: text('DATABASE_DIRECT_URL'),
    publicUrl: text('PUBLIC_URL'),
    tls:
      certFile && keyFile ? { certFile: readable('TLS_CERT', certFile), keyFile: readable('TLS_KEY', keyFile) } : null,
    secretKey,
    role: oneOf('ROLE', text('ROLE') ?? 'all', ['all', 'api', 'worker']),
    metricsToken: text('METRICS_TOKEN'),
    poolSize: wholeNumber('DATABASE_POOL', text('DATABASE_POOL') ?? '10', 2, 200),
    logLevel: oneOf('LOG_LEVEL', text('LOG_LEVEL') ?? 'info', ['debug', 'info', 'warn', 'error', 'silent']),
    trustProxy: text('TRUST_PROXY') === '1',
  }
}
