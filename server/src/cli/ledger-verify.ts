import { verifyLedgers } from '#modules/ledger/verify-ledger.ts'
import type { CliCommand } from './command.ts'
import { withDatabase } from './system.ts'

export const ledgerVerifyCommand: CliCommand = {
  async run({ config, output }) {
    output.progress('verifying the ledger')
    const report = await withDatabase({ config, output }, (database) => verifyLedgers(database, new Date()))
    const { ok, accounts, entries, firstBroken } = report
    output.result(report, () =>
      ok
        ? `The ledger is sound: ${accounts} accounts, ${entries} entries.`
        : `The ledger is broken: ${firstBroken?.check} at ${firstBroken?.id} of merchant ${firstBroken?.merchantId}: ${firstBroken?.detail}`,
    )
    if (!ok) process.exitCode = 1
  },
}
