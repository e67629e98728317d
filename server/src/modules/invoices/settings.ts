import { isFitBaseUrl } from '#modules/payments/provider-fields-rules.ts'
import type { Transport } from '#modules/payments/provider-http.ts'
import { merchantFacts } from '#modules/shops/store-facts.ts'
import { seal, unseal } from '#platform/secrets.ts'
import type { Work } from '#platform/work.ts'
import { assert } from '#shared/assert.ts'
import { Refused } from '#shared/refusal.ts'
import { isCreditCode, normalTaxNumber } from './buyer-rules.ts'
import { normalTaxClass } from './invoice-rules.ts'
import { readSettings, type SettingsRow, upsertSettings } from './settings-queries.ts'
import { httpVendor } from './vendor-http.ts'
import type { InvoiceVendor } from './vendor-port.ts'

const secretPurpose = 'invoices.vendor'
const secretContext = 'invoices.settings/secret'

export type SettingsInput = {
  isOn: boolean
  baseUrl: string
  appKey: string
  /** Left out: what is sealed stays. */
  secretKey?: string
  sellerTaxNumber: string
  defaultTaxClass: string
}

/**
 * Sets up e-invoices. The secret is sealed and only ever written; the audit line says that it changed. Refuses an address that
 * buyers' data should not travel to, a seller without a tax number that checks, and turning it on without a secret or where
 * money is not yuan.
 */
export async function saveSettings(work: Work, input: SettingsInput): Promise<void> {
  const known = await readSettings(work, true)
  const sellerTaxNumber = normalTaxNumber(input.sellerTaxNumber)
  const defaultTaxClass = normalTaxClass(input.defaultTaxClass)
  if (!isFitBaseUrl(input.baseUrl)) throw new Refused('invalid_provider_address', { field: 'baseUrl' })
  if (!isCreditCode(sellerTaxNumber)) throw new Refused('invalid_tax_number', { field: 'sellerTaxNumber' })
  if (!defaultTaxClass) throw new Refused('invalid_tax_class', { field: 'defaultTaxClassCode' })
  // Keys go where they were given for: another address takes its own.
  const isElsewhere = known !== undefined && known.baseUrl !== input.baseUrl
  if (isElsewhere && !input.secretKey && known.secret)
    throw new Refused('invoice_secret_needed', { field: 'secretKey' })
  const secret = input.secretKey
    ? seal(work.key(secretPurpose), input.secretKey, secretContext)
    : (known?.secret ?? null)
  if (input.isOn && !secret) throw new Refused('invoice_secret_needed', { field: 'secretKey' })
  if (input.isOn && (await merchantFacts(work)).currency !== 'CNY') throw new Refused('invoices_need_yuan')
  const { isOn, baseUrl, appKey } = input
  await upsertSettings(work, { isOn, baseUrl, appKey, secret, sellerTaxNumber, defaultTaxClass })
  work.audit({
    action: 'invoices.change_settings',
    subject: { kind: 'merchant', id: work.merchantId },
    changes: {
      isOn: [known?.isOn ?? false, isOn],
      baseUrl: [known?.baseUrl ?? null, baseUrl],
      sellerTaxNumber: [known?.sellerTaxNumber ?? null, sellerTaxNumber],
      defaultTaxClass: [known?.defaultTaxClass ?? null, defaultTaxClass],
      ...(input.secretKey ? { fields: [null, ['secretKey']] as const } : {}),
    },
  })
}

/** May a customer ask for an invoice today? */
export async function offersInvoices(work: Work): Promise<boolean> {
  return (await readSettings(work))?.isOn ?? false
}

/** The way to the vendor, its secret opened for as long as the port lives; null where none is set up. */
export async function openVendor(
  work: Work,
  transport?: Transport,
): Promise<{ vendor: InvoiceVendor; settings: SettingsRow } | null> {
  const settings = await readSettings(work)
  if (!settings?.secret) return null
  const opened = unseal(work.key(secretPurpose), settings.secret, secretContext)
  assert(opened, 'the vendor’s secret opens with the merchant’s key')
  const account = { baseUrl: settings.baseUrl, appKey: settings.appKey, secret: opened.toString('utf8') }
  return { vendor: httpVendor(account, transport), settings }
}
