import { createApiKey } from '#modules/identity/create-api-key.ts'
import { allPermissions } from '#modules/identity/permission-rules.ts'
import { inTransaction } from '#platform/transaction.ts'
import { newId } from '#shared/ids.ts'
import { type CliCommand, optionalText, requiredText, UsageError } from './command.ts'
import { findMerchant, withDatabase } from './system.ts'

export const apiKeyCreateCommand: CliCommand = {
  options: {
    merchant: { type: 'string' },
    name: { type: 'string' },
    permissions: { type: 'string' },
    days: { type: 'string' },
  },
  async run({ options, config, output }) {
    const name = requiredText(options, 'name')
    const asked = requiredText(options, 'permissions')
    const permissions = asked === 'all' ? allPermissions : asked.split(',').map((code) => code.trim())
    const days = optionalText(options, 'days')
    if (days !== null && !/^[1-9]\d{0,3}$/.test(days)) throw new UsageError('--days is a whole number from 1 to 9999')
    const at = new Date()
    const expiresAt = days === null ? null : new Date(at.getTime() + Number(days) * 86_400_000)

    const made = await withDatabase({ config, output }, async (database) => {
      const merchantId = await findMerchant(database, optionalText(options, 'merchant'))
      const actor = { kind: 'system', name: 'regulars api-key create' } as const
      return inTransaction(database, { merchantId, actor, at }, (work) =>
        createApiKey(work, database.keys, { keyId: newId(at.getTime()), name, permissions, expiresAt }),
      )
    })
    output.result({ ...made, permissions, expiresAt }, `${made.apiKey}\nKeep it now: it is shown only this once.`)
  },
}
