import path from 'node:path'
import { listBackups } from '#platform/backup/list-backups.ts'
import { takeBackup } from '#platform/backup/take-backup.ts'
import { verifyBackup } from '#platform/backup/verify-backup.ts'
import type { Config } from '#platform/config.ts'
import { reachDatabase } from '#platform/database-host.ts'
import { drillRestore } from './drill-restore.ts'
import { type CliCommand, CommandRefused, optionalText, UsageError } from './command.ts'

function backupsDirOf(config: Config, words: readonly string[]): string {
  return path.resolve(words[0] ?? config.backupDir ?? path.join(config.dataDir, 'backups'))
}

function refuseOutsideServer(config: Config): void {
  if (config.databaseUrl)
    throw new CommandRefused(
      'database_is_external',
      'DATABASE_URL names a PostgreSQL of yours: back it up with its own tools (pg_basebackup, pgBackRest, your provider).',
    )
}

function megabytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`
}

export const backupCommand: CliCommand = {
  words: [0, 1],
  options: { keep: { type: 'string' } },
  async run({ words, options, config, output }) {
    refuseOutsideServer(config)
    const keep = optionalText(options, 'keep')
    if (keep !== null && !/^[1-9]\d{0,3}$/.test(keep)) throw new UsageError('--keep is a whole number from 1')
    const backupsDir = backupsDirOf(config, words)
    output.progress(`backing up to ${backupsDir}`)
    await using host = await reachDatabase(config, output.progress)
    const { ownerUrl } = host
    const { dataDir } = config
    const { backupDir, manifest } = await takeBackup({
      ownerUrl,
      dataDir,
      backupsDir,
      ...(keep ? { keep: Number(keep) } : {}),
    })
    const { bytes, finishedAt } = manifest
    output.result({ backupDir, bytes, finishedAt }, () =>
      [
        `Backed up ${megabytes(bytes)} to ${backupDir}.`,
        'From now on every change is archived beside it: any later instant can be restored.',
      ].join('\n'),
    )
  },
}

export const backupListCommand: CliCommand = {
  words: [0, 1],
  async run({ words, config, output }) {
    const backups = await listBackups(backupsDirOf(config, words))
    output.result({ backups }, () =>
      backups.length === 0
        ? `There is no finished backup in ${backupsDirOf(config, words)}.`
        : backups
            .map((each) => `${each.finishedAt}  ${megabytes(each.bytes).padStart(10)}  ${each.backupDir}`)
            .join('\n'),
    )
  },
}

export const backupVerifyCommand: CliCommand = {
  words: [1, 1],
  async run({ words, output }) {
    output.progress('reading every byte of the backup')
    const verification = await verifyBackup(words[0]!)
    const { ok, problems, files, bytes, walSegments } = verification
    output.result(verification, () =>
      ok
        ? `The backup is whole: ${files} files, ${megabytes(bytes)}, and ${walSegments} archived segments.`
        : `The backup is damaged:\n${problems.join('\n')}`,
    )
    if (!ok) process.exitCode = 1
  },
}

export const backupDrillCommand: CliCommand = {
  words: [0, 1],
  async run({ words, config, output }) {
    const drill = await drillRestore(backupsDirOf(config, words), output.progress)
    const { ok, backupName, seconds, relations, entries, problems, lastCommitAt } = drill
    output.result(drill, () =>
      ok
        ? `Backup ${backupName} was restored on trial in ${seconds} s${lastCommitAt ? `, up to ${lastCommitAt}` : ''}: ` +
          `${relations} tables and indexes and ${entries} entries of the ledger are sound.`
        : `Backup ${backupName} could not be restored whole:\n${problems.join('\n')}`,
    )
    if (!ok) process.exitCode = 1
  },
}
