import type { Block } from './document-types.ts'
import { type SlipLocale, slipWords, tenderWord } from './slip-words.ts'

/** Whose paper it is and who stood at the till. */
export type SlipHead = {
  merchantName: string
  storeName: string
  storeAddress: string
  storePhone: string
  header: string
  footer: string
  timeZone: string
  locale: SlipLocale
  currency: string
  cashierName: string | null
  isCopy: boolean
}

/** Money taken at the counter, as a paper says it. */
export type SlipTender = { kind: string; method: string | null; amountCents: number; receivedCents: number }

/** The top of every paper: a copy says so first, then the shop, then number, cashier and time. */
export function slipHead(head: SlipHead, number: string | null, at: Date): Block[] {
  const words = slipWords[head.locale]
  return [
    ...(head.isCopy ? centered(words.copy) : []),
    { kind: 'text', text: head.merchantName, align: 'center', isBold: true, size: 2 },
    ...(head.storeName === head.merchantName ? [] : centered(head.storeName)),
    ...centered(head.storeAddress),
    ...centered(head.storePhone),
    ...centered(head.header),
    { kind: 'rule' },
    ...(number === null ? [] : [row(words.number, number)]),
    row(head.cashierName ? `${words.cashier} ${head.cashierName}` : '', slipFormats(head).time(at)),
    { kind: 'rule' },
  ]
}

/** The top of a paper that stays in the house: no address, and none of the words that are meant for customers. */
export function houseHead(head: SlipHead, at: Date): Block[] {
  return slipHead({ ...head, storeAddress: '', storePhone: '', header: '' }, null, at)
}

/** The store's own words at the end. */
export function slipFoot({ footer }: Pick<SlipHead, 'footer'>): Block[] {
  return footer === '' ? [] : [{ kind: 'gap' }, ...centered(footer)]
}

/** How a sum was paid, and the cash that lay on the counter where some of it went back. */
export function slipTenders(tenders: readonly SlipTender[], changeCents: number, head: SlipHead): Block[] {
  const words = slipWords[head.locale]
  const { money } = slipFormats(head)
  const cash = tenders.find(({ kind }) => kind === 'cash')
  return [
    ...tenders.map((tender) => row(tenderWord(head.locale, tender), money(tender.amountCents))),
    ...(cash && changeCents > 0
      ? [row(`  ${words.received}`, money(cash.receivedCents)), row(`  ${words.change}`, money(changeCents))]
      : []),
  ]
}

/** A line in the middle; nothing for no words. */
export function centered(text: string): Block[] {
  return text === '' ? [] : [{ kind: 'text', text, align: 'center' }]
}

export function row(left: string, right: string): Block {
  return { kind: 'row', left, right }
}

/** Money in the merchant's currency, times in the store's zone. Nothing taken off is 0.00, not −0.00. */
export function slipFormats({ locale, currency, timeZone }: Pick<SlipHead, 'locale' | 'currency' | 'timeZone'>) {
  const amount = new Intl.NumberFormat(locale, { style: 'currency', currency })
  const time = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'short', timeZone })
  return { money: (cents: number) => amount.format((cents || 0) / 100), time: (at: Date) => time.format(at) }
}
