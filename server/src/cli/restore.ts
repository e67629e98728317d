import path from 'node:path'
import { chooseBackup } from '#platform/backup/list-backups.ts'
import { keepErased, readErased } from '#modules/member-lifecycle/erasure-journal.ts'
import { enforceErasures } from '#modules/member-lifecycle/keep-erasures.ts'
import { restoreBackup } from '#platform/backup/restore-backup.ts'
import type { Config } from '#platform/config.ts'
import { type CliCommand, optionalText, type Output, UsageError } from './command.ts'
import { withDatabase } from './system.ts'

/** An instant as people write it; without an offset it is the machine's own time. */
function parseInstant(text: string): Date {
  const at = new Date(text)
  if (Number.isNaN(at.getTime()))
    throw new UsageError(`--to is an instant such as 2026-03-01T18:30:00+08:00, not "${text}"`)
  return at
}

export const restoreCommand: CliCommand = {
  words: [1, 1],
  options: { to: { type: 'string' } },
  async run({ words, options, config, output }) {
    const to = optionalText(options, 'to')
    const targetTime = to === null ? undefined : parseInstant(to)
    const backupsDir = path.resolve(words[0]!)
    const { backupDir } = await chooseBackup(backupsDir, targetTime)
    output.progress(`restoring ${backupDir} into ${config.dataDir}`)
    const { dataDir } = config
    // First: from the moment on which there is a database here, it is known who must not come back with it.
    await keepErased([dataDir], (await readErased([backupsDir])).records)
    const restored = await restoreBackup({ backupDir, dataDir, ...(targetTime ? { targetTime } : {}) })
    const erasedAgain = await eraseAgain({ ...config, databaseUrl: null }, output)
    output.result({ ...restored, dataDir, erasedAgain }, () =>
      [
        `Restored ${restored.backupName} into ${dataDir}` +
          (restored.lastCommitAt ? `, up to ${restored.lastCommitAt.toISOString()}.` : '.'),
        ...(erasedAgain > 0 ? [`Members erased since, and now again: ${erasedAgain}.`] : []),
        'Prove it with "regulars ledger verify", then start.',
      ].join('\n'),
    )
  },
}

/** Those who were erased after the backup do not come back with it. */
function eraseAgain(config: Config, output: Output): Promise<number> {
  output.progress('erasing again who was erased since')
  return withDatabase({ config, output }, (database) =>
    enforceErasures({ database, folders: [config.dataDir], at: new Date() }),
  )
}
