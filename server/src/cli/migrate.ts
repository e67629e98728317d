import { migrate } from '#platform/migrate.ts'
import { reachDatabase } from '#platform/database-host.ts'
import type { CliCommand } from './command.ts'

export const migrateCommand: CliCommand = {
  async run({ config, output }) {
    await using host = await reachDatabase(config, output.progress)
    const ran = await migrate(host.ownerUrl, output.progress)
    output.result({ ran }, ran.length === 0 ? 'The database is up to date.' : `Ran ${ran.join(', ')}.`)
  },
}
