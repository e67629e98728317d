import { totalmem } from 'node:os'

const MiB = 1024 * 1024

/**
 * The settings of the embedded server. Durable: what was acknowledged survives a power cut. Not durable: for tests,
 * which throw the cluster away.
 */
export function clusterSettings(options: { port: number; isDurable: boolean; diskBytes: number }) {
  return {
    port: String(options.port),
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    password_encryption: 'scram-sha-256',
    max_connections: '100',
    timezone: 'UTC',
    lc_messages: 'C',
    ...memorySettings(options.isDurable),
    ...(options.isDurable ? durableSettings(options.diskBytes) : throwAwaySettings()),
    // A till's work is many short statements; compiling them costs more than it saves.
    jit: 'off',
    random_page_cost: '1.1',
    // A backend whose client was killed gives up its locks even in the middle of a long statement.
    ...(process.platform === 'win32' ? {} : { client_connection_check_interval: '2s' }),
    ...logSettings(),
  }
}

function memorySettings(isDurable: boolean) {
  const sharedBuffers = isDurable ? clamp(totalmem() / 8, 128 * MiB, 2048 * MiB) : 128 * MiB
  return {
    shared_buffers: megabytes(sharedBuffers),
    effective_cache_size: megabytes(Math.max(totalmem() / 2, 256 * MiB)),
    work_mem: '8MB',
    maintenance_work_mem: megabytes(clamp(totalmem() / 32, 64 * MiB, 512 * MiB)),
  }
}

function durableSettings(diskBytes: number) {
  return {
    fsync: 'on',
    full_page_writes: 'on',
    synchronous_commit: 'on',
    // Checkpoints at least 15 minutes apart, as long as the disk has the room for the WAL between them.
    checkpoint_timeout: '15min',
    checkpoint_completion_target: '0.9',
    max_wal_size: megabytes(clamp(diskBytes / 16, 256 * MiB, 4096 * MiB)),
    min_wal_size: '256MB',
    wal_compression: 'on',
    wal_level: 'replica',
    // Turning archive_mode on takes a restart, its command does not: so it is always on, and archives nothing until a
    // backup names a place. An empty command would keep every WAL segment instead.
    archive_mode: 'on',
    archive_command: archiveNothing,
  }
}

/** An archive command that is always satisfied. */
export const archiveNothing = process.platform === 'win32' ? 'rem' : 'true'

function throwAwaySettings() {
  return {
    fsync: 'off',
    full_page_writes: 'off',
    synchronous_commit: 'off',
    checkpoint_timeout: '1h',
    max_wal_size: '2GB',
    wal_level: 'minimal',
    max_wal_senders: '0',
    archive_mode: 'off',
    autovacuum_naptime: '10min',
  }
}

/** No personal data in the log: neither the statement that failed, nor its parameters, nor the key in a DETAIL line. */
function logSettings() {
  return {
    log_destination: 'stderr',
    logging_collector: 'off',
    log_timezone: 'UTC',
    log_line_prefix: '%m [%p] ',
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    log_parameter_max_length_on_error: '0',
    log_lock_waits: 'off',
    log_checkpoints: 'off',
  }
}

/** Text of a PostgreSQL configuration file. */
export function settingsFile(settings: Record<string, string>): string {
  const quoted = (value: string) => `'${value.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`
  const lines = Object.entries(settings).map(([name, value]) => `${name} = ${quoted(value)}`)
  return `# Written by Regulars at every start; changes made here are lost.\n${lines.join('\n')}\n`
}

function megabytes(bytes: number): string {
  return `${Math.floor(bytes / MiB)}MB`
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high)
}
