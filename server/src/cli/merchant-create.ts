import { createMerchant } from '#modules/identity/create-merchant.ts'
import { Passwords } from '#modules/identity/passwords.ts'
import { hashPermittedPassword } from '#modules/identity/permitted-password.ts'
import { inTransaction } from '#platform/transaction.ts'
import { newId } from '#shared/ids.ts'
import { type CliCommand, optionalText, UsageError } from './command.ts'
import { withDatabase } from './system.ts'

/**
 * `OWNER_PASSWORD`, else the first line of standard input: passwords do not belong into a command line, which every user of
 * the machine can read.
 */
async function readPassword(env: NodeJS.ProcessEnv): Promise<string> {
  if (env.OWNER_PASSWORD) return env.OWNER_PASSWORD
  let text = ''
  for await (const chunk of process.stdin) {
    text += String(chunk)
    if (text.includes('\n')) break
  }
  const password = text.split('\n', 1)[0]!.replace(/\r$/, '')
  if (password === '')
    throw new UsageError('--owner takes the password from OWNER_PASSWORD or standard input, and there is none')
  return password
}

export const merchantCreateCommand: CliCommand = {
  options: {
    name: { type: 'string' },
    currency: { type: 'string' },
    locale: { type: 'string' },
    store: { type: 'string' },
    'time-zone': { type: 'string' },
    owner: { type: 'string' },
    'owner-name': { type: 'string' },
  },
  async run({ options, env, config, output }) {
    const locale = optionalText(options, 'locale') ?? 'zh-CN'
    if (locale !== 'zh-CN' && locale !== 'en') throw new UsageError('--locale is zh-CN or en')
    const currency = (optionalText(options, 'currency') ?? 'CNY').toUpperCase()
    const name = optionalText(options, 'name') ?? `Merchant ${currency}`
    const loginName = optionalText(options, 'owner')
    const ownerName = optionalText(options, 'owner-name') ?? loginName ?? ''
    const password = loginName ? await readPassword(env) : ''

    const at = new Date()
    const made = await withDatabase({ config, output }, async (database) => {
      const passwords = new Passwords(database.keys('identity.passwords', null))
      const owner = loginName
        ? {
            loginName,
            name: ownerName,
            passwordHash: await hashPermittedPassword(passwords, password, [loginName, ownerName, name]),
          }
        : null
      const merchantId = newId(at.getTime())
      const actor = { kind: 'system', name: 'regulars merchant create' } as const
      return inTransaction(database, { merchantId, actor, at }, (work) =>
        createMerchant(work, database.keys, {
          name,
          currency,
          locale,
          storeName: optionalText(options, 'store') ?? name,
          timeZone: optionalText(options, 'time-zone') ?? 'Asia/Shanghai',
          owner,
        }),
      )
    })
    output.result({ ...made, currency }, `Made merchant ${made.merchantId} (${name}, ${currency}).`)
  },
}
