import { setPortalHost } from '#modules/shops/set-portal-host.ts'
import { inTransaction } from '#platform/transaction.ts'
import { Refused } from '#shared/refusal.ts'
import { type CliCommand, CommandRefused, optionalText } from './command.ts'
import { findMerchant, withDatabase } from './system.ts'

const sentences: Record<string, string> = {
  invalid_host: 'This is no host name, such as shop.example.com.',
  host_taken: 'Another merchant answers at this host.',
}

export const merchantHostCommand: CliCommand = {
  options: { merchant: { type: 'string' } },
  words: [0, 1],
  async run({ words, options, config, output }) {
    const actor = { kind: 'system', name: 'regulars merchant host' } as const
    const set = await withDatabase({ config, output }, async (database) => {
      const merchantId = await findMerchant(database, optionalText(options, 'merchant'))
      return inTransaction(database, { merchantId, actor, at: new Date() }, (work) =>
        setPortalHost(work, words[0] ?? null),
      )
    }).catch((error: unknown) => {
      if (error instanceof Refused) throw new CommandRefused(error.code, sentences[error.code] ?? error.code)
      throw error
    })
    output.result(set, set.host ? `The member portal answers at ${set.host}/m` : 'The merchant has no host of its own.')
  },
}
