import { refuseForeignStore } from '#platform/actor.ts'
import { seal, unseal } from '#platform/secrets.ts'
import type { Work } from '#platform/work.ts'
import { storeFacts } from '#modules/shops/store-facts.ts'
import { assert } from '#shared/assert.ts'
import { accept, Refused } from '#shared/refusal.ts'
import {
  type AccountRow,
  accountsAt,
  closeAccountRow,
  listAccounts,
  readAccount,
  upsertAccount,
} from './account-queries.ts'
import { alipayPort } from './alipay.ts'
import { cardTerminalPort } from './card-terminal.ts'
import type { PaymentProvider } from './payment-rules.ts'
import { isFitBaseUrl, providerFields } from './provider-fields-rules.ts'
import type { Transport } from './provider-http.ts'
import { normalKey } from './provider-keys.ts'
import type { ProviderPort } from './provider-port.ts'
import { wechatPayPort } from './wechat-pay.ts'

const sealPurpose = 'payments.provider_account'
const sealContext = (id: string) => `payments.provider_account/${id}`

export type AccountInput = {
  id: string
  provider: PaymentProvider
  name: string
  storeId: string | null
  deviceId: string | null
  baseUrl: string
  /** By the names of `providerFields`. A secret field left out of a change keeps what is sealed. */
  fields: Readonly<Record<string, string>>
}

/**
 * Sets an account up or changes it. Keys are checked and sealed; the audit line names the fields changed, never a value of
 * theirs. Refuses a key that is none, an address that money should not travel to, and a second account for one place.
 */
export async function saveAccount(work: Work, input: AccountInput, how: 'open' | 'change'): Promise<void> {
  const { id, provider, name, storeId, deviceId, baseUrl } = input
  if (!isFitBaseUrl(baseUrl)) throw new Refused('invalid_provider_address')
  await refuseUnfitPlace(work, storeId)
  const known = await readAccount(work, id, true)
  if (how === 'change' && !known) throw new Refused('provider_account_not_found')
  if (
    known &&
    (known.provider !== provider || known.storeId !== storeId || known.deviceId !== deviceId || known.closedAt)
  )
    throw new Refused('payment_account_fixed')
  const others = (await listAccounts(work)).filter((other) => other.id !== id)
  if (others.some((each) => each.provider === provider && each.storeId === storeId && each.deviceId === deviceId))
    throw new Refused('payment_account_exists')
  const kept = known ? openSecrets(work, known) : {}
  const { settings, secrets } = readFields(provider, input.fields, kept)
  const sealed = seal(work.key(sealPurpose), JSON.stringify(secrets), sealContext(id))
  await upsertAccount(work, { id, provider, name, storeId, deviceId, baseUrl, settings, secrets: sealed })
  work.audit({
    action: known ? 'payments.change_account' : 'payments.open_account',
    subject: { kind: 'provider_account', id },
    changes: {
      provider: [known?.provider ?? null, provider],
      name: [known?.name ?? null, name],
      baseUrl: [known?.baseUrl ?? null, baseUrl],
      fields: [null, Object.keys(input.fields).filter((field) => input.fields[field] !== '')],
    },
  })
}

async function refuseUnfitPlace(work: Work, storeId: string | null): Promise<void> {
  if (storeId === null) return
  if (!(await storeFacts(work, [storeId])).has(storeId)) throw new Refused('store_not_found')
  accept(refuseForeignStore(work.actor, storeId))
}

function readFields(provider: PaymentProvider, given: Readonly<Record<string, string>>, kept: Record<string, string>) {
  const settings: Record<string, string> = {}
  const secrets: Record<string, string> = {}
  const { fields } = providerFields[provider]
  for (const [field, { isSecret, isKey, pattern }] of Object.entries(fields)) {
    const text = given[field]?.trim() ?? ''
    const value = text === '' && isSecret && kept[field] ? kept[field] : isKey ? normalKey(text, isKey) : text
    if (!value || (pattern && !new RegExp(pattern).test(value))) throw new Refused('invalid_provider_field', { field })
    ;(isSecret ? secrets : settings)[field] = value
  }
  const stray = Object.keys(given).find((field) => !Object.hasOwn(fields, field))
  if (stray !== undefined) throw new Refused('invalid_provider_field', { field: stray })
  return { settings, secrets }
}

function openSecrets(work: Work, account: AccountRow): Record<string, string> {
  const opened = unseal(work.key(sealPurpose), account.secrets, sealContext(account.id))
  assert(opened, 'the secrets of a provider account open with the merchant’s key')
  return JSON.parse(opened.toString('utf8')) as Record<string, string>
}

/** Takes an account out of use. Payments under way go on with it: their outcome has still to be asked for. */
export async function closeAccount(work: Work, id: string): Promise<void> {
  const account = await readAccount(work, id, true)
  if (!account) throw new Refused('provider_account_not_found')
  if (account.closedAt) return
  await closeAccountRow(work, id)
  work.audit({
    action: 'payments.close_account',
    subject: { kind: 'provider_account', id },
    changes: { provider: [account.provider, null] },
  })
}

/** The account that a payment at this place goes through: the device's own, else the store's, else the merchant's. */
export async function accountFor(
  work: Work,
  provider: PaymentProvider,
  storeId: string,
  deviceId: string | null,
): Promise<AccountRow> {
  const account = (await accountsAt(work, storeId, deviceId)).find((each) => each.provider === provider)
  if (!account) throw new Refused('payment_method_not_set_up', { provider })
  return account
}

/** The providers that a till can be paid through at a place. */
export async function methodsAt(work: Work, storeId: string, deviceId: string | null): Promise<PaymentProvider[]> {
  return [...new Set((await accountsAt(work, storeId, deviceId)).map(({ provider }) => provider))]
}

/** The way to an account's provider, its secrets opened for as long as the port lives. */
export async function openPort(work: Work, accountId: string, transport?: Transport): Promise<ProviderPort> {
  const account = await readAccount(work, accountId)
  if (!account) throw new Refused('provider_account_not_found')
  const { baseUrl } = account
  const fields = { ...account.settings, ...openSecrets(work, account) }
  const of = (field: string): string => {
    const value = fields[field]
    assert(value, `an account of ${account.provider} has ${field}`)
    return value
  }
  switch (account.provider) {
    case 'wechat_pay':
      return wechatPayPort(
        {
          baseUrl,
          appId: of('appId'),
          mchId: of('mchId'),
          certificateSerial: of('certificateSerial'),
          privateKey: of('privateKey'),
          platformKeyId: of('platformKeyId'),
          platformKey: of('platformKey'),
          apiV3Key: of('apiV3Key'),
        },
        transport,
      )
    case 'alipay':
      return alipayPort(
        { baseUrl, appId: of('appId'), privateKey: of('privateKey'), alipayPublicKey: of('alipayPublicKey') },
        transport,
      )
    case 'card_terminal':
      return cardTerminalPort({ baseUrl, terminalId: of('terminalId'), sharedKey: of('sharedKey') }, transport)
  }
}
