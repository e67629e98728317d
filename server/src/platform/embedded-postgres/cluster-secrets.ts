import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { EmbeddedPostgresError } from './embedded-postgres-error.ts'
import { writePrivateFile } from './private-file.ts'

/** `DATA_DIR/database.json`, mode 600: made once, kept for the life of the cluster. */
export type ClusterSecrets = { port: number; ownerPassword: string; appPassword: string }

/** Superuser of the cluster, and owner of the database's objects. */
export const ownerRole = 'postgres'
/** The role the app works as: bound by row level security, owner of nothing. */
export const appRole = 'regulars_app'
export const databaseName = 'regulars'

export async function readSecrets(dataDir: string): Promise<ClusterSecrets | undefined> {
  const text = await readFile(join(dataDir, 'database.json'), 'utf8').catch(() => undefined)
  return text === undefined ? undefined : (JSON.parse(text) as ClusterSecrets)
}

export async function writeSecrets(dataDir: string, secrets: ClusterSecrets): Promise<void> {
  await writePrivateFile(join(dataDir, 'database.json'), `${JSON.stringify(secrets, null, 2)}\n`)
}

export function newPassword(): string {
  return randomBytes(24).toString('base64url') // Needs no escaping in a URL or in SQL.
}

export function databaseUrl(secrets: ClusterSecrets, who: 'owner' | 'app', database: string = databaseName): string {
  const [role, password] = who === 'owner' ? [ownerRole, secrets.ownerPassword] : [appRole, secrets.appPassword]
  return `postgres://${role}:${password}@127.0.0.1:${secrets.port}/${database}`
}

/** A free port from 20000 on, below the range that systems hand out for outgoing connections. */
export async function findFreePort(): Promise<number> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const port = 20_000 + Math.floor(Math.random() * 12_000)
    if (await isPortFree(port)) return port
  }
  throw new EmbeddedPostgresError('No free port between 20000 and 32000 on 127.0.0.1 for the embedded PostgreSQL.')
}

export async function isPortFree(port: number): Promise<boolean> {
  const probe = createServer()
  return new Promise((resolve) => {
    probe.once('error', () => resolve(false))
    probe.listen({ port, host: '127.0.0.1', exclusive: true }, () => probe.close(() => resolve(true)))
  })
}
