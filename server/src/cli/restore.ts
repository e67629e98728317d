import path from 'node:path'
import { chooseBackup } from '#platform/backup/list-backups.ts'
import { restoreBackup } from '#platform/backup/restore-backup.ts'
import { type CliCommand, optionalText, UsageError } from './command.ts'

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
    const { backupDir } = await chooseBackup(path.resolve(words[0]!), targetTime)
    output.progress(`restoring ${backupDir} into ${config.dataDir}`)
    const { dataDir } = config
    const restored = await restoreBackup({ backupDir, dataDir, ...(targetTime ? { targetTime } : {}) })
    output.result({ ...restored, dataDir }, () =>
      [
        `Restored ${restored.backupName} into ${dataDir}` +
          (restored.lastCommitAt ? `, up to ${restored.lastCommitAt.toISOString()}.` : '.'),
        'Prove it with "regulars ledger verify", then start.',
      ].join('\n'),
    )
  },
}
