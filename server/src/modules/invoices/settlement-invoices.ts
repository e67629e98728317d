import { readServedElsewhere } from '#modules/ledger/store-moves.ts'
import { homeZone } from '#modules/shops/next-morning.ts'
import { merchantFacts, storeFacts } from '#modules/shops/store-facts.ts'
import { readPartyOf } from '#modules/stored-value/settle-stores.ts'
import { storesOf } from '#platform/actor.ts'
import type { Work } from '#platform/work.ts'
import { addDays, addMonths, type Day, localDay } from '#shared/business-day.ts'
import { sumCents } from '#shared/money.ts'
import { Refused } from '#shared/refusal.ts'
import { isCreditCode, normalTaxNumber } from './buyer-rules.ts'
import { readSettings } from './settings-queries.ts'
import {
  insertSettlementInvoice,
  insertTitle,
  readSettlementInvoices,
  readShares,
  readTitles,
  type SettlementInvoiceRow,
  type Title,
} from './settlement-invoice-queries.ts'
import { openLines, type Served, type SettlementLine, settlementPairs, totalOf } from './settlement-invoice-rules.ts'

export type Party = { storeId: string | null; name: string; title: Title | null }
export type SettlementPair = {
  sellerId: string | null
  issuerId: string | null
  servedCents: number
  invoicedCents: number
  /** What is still to be invoiced; negative where more went back than was invoiced. */
  lines: SettlementLine[]
  openCents: number
  invoices: SettlementInvoiceRow[]
}
export type SettlementMonth = { month: Day; isOver: boolean; parties: Party[]; pairs: SettlementPair[] }

/**
 * What parties invoice each other for stored value of one month (R8): who served what another sold, by rate of tax, what was invoiced and
 * what is open. Stores of the merchant's own are one party with the head office and invoice each other nothing. Refuses callers who do not
 * work in every store. Locks nothing.
 */
export async function readSettlementMonth(work: Work, month: Day): Promise<SettlementMonth> {
  if (storesOf(work.actor) !== null) throw new Refused('store_not_allowed')
  const until = addDays(addMonths(month, 1), -1)
  const [stores, partyOf] = await Promise.all([storeFacts(work), readPartyOf(work)])
  const [parties, moved, invoices, zone] = await Promise.all([
    partiesOf(
      work,
      [...stores.values()].filter(({ id }) => partyOf(id) === id),
    ),
    readServedElsewhere(work, { asset: 'stored_principal', from: month, until, stores: [...stores.values()] }),
    readSettlementInvoices(work, month),
    homeZone(work),
  ])
  const between = moved.filter(({ storeId, originStoreId }) => partyOf(storeId) !== partyOf(originStoreId))
  const shares = await readShares(work, [...new Set(between.map(({ sourceId }) => sourceId))])
  const served = between.map(({ sourceId, storeId, originStoreId, units }): Served => {
    const known = shares.get(sourceId)
    // What was not sold at a till, as a redemption of the mall, has the rate of its store.
    const own = [{ taxRateBps: stores.get(storeId)!.taxRateBps, cents: 1 }]
    return { sellerId: partyOf(storeId), issuerId: partyOf(originStoreId), cents: units, shares: known ?? own }
  })
  return { month, isOver: until < localDay(work.at, zone), parties, pairs: pairsOf(served, invoices) }
}

function pairsOf(served: readonly Served[], invoices: readonly SettlementInvoiceRow[]): SettlementPair[] {
  const pairs = settlementPairs(served)
  const isOf = (pair: { sellerId: string | null; issuerId: string | null }) => (row: SettlementInvoiceRow) =>
    row.sellerId === pair.sellerId && row.issuerId === pair.issuerId
  for (const row of invoices) if (!pairs.some((pair) => isOf(pair)(row))) pairs.push({ ...row, totals: new Map() })
  return pairs.map(({ sellerId, issuerId, totals }) => {
    const own = invoices.filter(isOf({ sellerId, issuerId }))
    const lines = openLines(
      totals,
      own.flatMap((row) => row.lines),
    )
    return {
      ...{ sellerId, issuerId, lines, invoices: own },
      servedCents: sumCents(totals.values()),
      invoicedCents: sumCents(own.map(({ totalCents }) => totalCents)),
      openCents: totalOf(lines),
    }
  })
}

async function partiesOf(work: Work, franchises: readonly { id: string; name: string }[]): Promise<Party[]> {
  const [titles, merchant, settings] = await Promise.all([readTitles(work), merchantFacts(work), readSettings(work)])
  const taxNumber = settings?.sellerTaxNumber ?? ''
  const headOffice = taxNumber === '' ? null : { name: merchant.name, taxNumber, version: 0 }
  return [
    { storeId: null, name: merchant.name, title: headOffice },
    ...franchises.map(({ id, name }) => ({ storeId: id, name, title: titles.get(id) ?? null })),
  ]
}

/** Keeps the name and tax number of a store that settles by itself. Refuses a tax number that does not check, and an overtaken save. */
export async function saveSettlementTitle(
  work: Work,
  given: { storeId: string; name: string; taxNumber: string; version: number },
): Promise<{ version: number }> {
  if (!(await storeFacts(work, [given.storeId])).has(given.storeId)) throw new Refused('store_not_found')
  const [name, taxNumber] = [given.name.trim(), normalTaxNumber(given.taxNumber)]
  if (name === '') throw new Refused('invalid_buyer_name', { field: 'name' })
  if (!isCreditCode(taxNumber)) throw new Refused('invalid_tax_number', { field: 'taxNumber' })
  const before = (await readTitles(work)).get(given.storeId)
  if ((before?.version ?? 0) !== given.version) throw new Refused('settings_changed')
  const version = given.version + 1
  if (!(await insertTitle(work, { storeId: given.storeId, name, taxNumber, version })))
    throw new Refused('settings_changed')
  work.audit({
    action: 'settings.edit',
    subject: { kind: 'store', id: given.storeId },
    changes: { invoiceTitle: [before?.name ?? null, name], taxNumber: [before?.taxNumber ?? null, taxNumber] },
  })
  return { version }
}

export type RecordedInvoice = {
  id: string
  month: Day
  sellerId: string | null
  issuerId: string | null
  /** What the caller saw open. */
  totalCents: number
  invoiceNumber: string
  confirmationNumber: string | null
  issuedDay: Day
}

/**
 * Records the ordinary invoice that a party made out to another for all that is open of a month, or the red letter where more went back
 * than was invoiced; the lines are kept as they are now. Refuses a month that runs, another sum than is open, parties without a tax
 * number, a red letter without its confirmation (and the other way round), a number that is on record, and a day in the future.
 */
export async function recordSettlementInvoice(work: Work, given: RecordedInvoice): Promise<SettlementInvoiceRow> {
  const { isOver, parties, pairs } = await readSettlementMonth(work, given.month)
  if (!isOver) throw new Refused('settlement_month_running')
  const pair = pairs.find(({ sellerId, issuerId }) => sellerId === given.sellerId && issuerId === given.issuerId)
  if (!pair || pair.openCents === 0) throw new Refused('settlement_nothing_open')
  if (pair.openCents !== given.totalCents) throw new Refused('quote_changed')
  if (pair.openCents < 0 !== (given.confirmationNumber !== null)) throw new Refused('settlement_red_letter')
  if (given.issuedDay > localDay(work.at, await homeZone(work)))
    throw new Refused('invalid_input', { field: 'issuedDay' })
  const titleOf = (id: string | null) => parties.find(({ storeId }) => storeId === id)?.title
  const [seller, buyer] = [titleOf(pair.sellerId), titleOf(pair.issuerId)]
  if (!seller || !buyer) throw new Refused('settlement_title_missing')
  const row: SettlementInvoiceRow = {
    ...given,
    ...{ seq: pair.invoices.length + 1, lines: pair.lines },
    netCents: sumCents(pair.lines.map(({ netCents }) => netCents)),
    taxCents: sumCents(pair.lines.map(({ taxCents }) => taxCents)),
    ...{
      sellerName: seller.name,
      sellerTaxNumber: seller.taxNumber,
      buyerName: buyer.name,
      buyerTaxNumber: buyer.taxNumber,
    },
  }
  const written = await insertSettlementInvoice(work, row)
  if (written !== 'written') throw new Refused(written === 'number' ? 'settlement_number_recorded' : 'quote_changed')
  work.audit({
    action: 'invoices.settle',
    subject: { kind: 'settlement_invoice', id: row.id },
    changes: { month: [null, row.month], totalCents: [null, row.totalCents], invoiceNumber: [null, row.invoiceNumber] },
  })
  return row
}
