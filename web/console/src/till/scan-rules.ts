import { normalizeItemCode, parseBarcode } from '#modules/catalog/barcode-rules.ts'
import { isRefusal } from '#shared/refusal.ts'
import type { TillCatalog, TillItem } from './till-data.ts'

/** What the till's one input turned out to hold. */
export type Scanned =
  | { kind: 'item'; item: TillItem; quantityMilli: number; embeddedCents: number | null }
  /** A receipt that somebody brings back: by the link in its code, or by its number. */
  | { kind: 'receipt'; receipt: ReceiptKey }
  /** Perhaps a member's code, card or phone: the server knows. */
  | { kind: 'member'; code: string }
  | { kind: 'words' }

export type ReceiptKey = { token: string } | { number: string }

const receiptLink = /\/receipt\/([\w-]{20,100})$/
const receiptNumber = /^\d{2,}-\d{2,}-\d{6,}$/

/** Which receipt was scanned or typed in full; null where it is none. */
export function readReceipt(typed: string): ReceiptKey | null {
  const text = typed.normalize('NFKC').trim()
  const token = receiptLink.exec(text)?.[1]
  if (token) return { token }
  return receiptNumber.test(text) ? { number: text } : null
}

/** A card, a rotating code or a phone: letters and digits without blanks, with at least four digits. */
const memberLike = /^[+A-Za-z]{0,4}[\d-]{4,40}$/

/**
 * Reads what was scanned or typed and confirmed. A receipt looks like nothing else; a product's barcode wins, then a label of the store's scales, then a member;
 * what is none of these is words to look for.
 */
export function readScan(typed: string, catalog: TillCatalog): Scanned {
  const receipt = readReceipt(typed)
  if (receipt) return { kind: 'receipt', receipt }
  const parsed = parseBarcode(typed, catalog.shelf.barcodeFormats)
  if (isRefusal(parsed)) return { kind: 'words' }
  if (parsed.kind === 'product') {
    const item = catalog.byBarcode.get(parsed.code)
    if (item) return { kind: 'item', item, quantityMilli: 1000, embeddedCents: null }
  }
  if (parsed.kind === 'scale') {
    const scaleNumber = normalizeItemCode(parsed.itemCode)
    const item = [...catalog.items.values()].find((each) => each.scaleNumber === scaleNumber)
    if (item)
      return { kind: 'item', item, quantityMilli: parsed.quantityMilli ?? 1000, embeddedCents: parsed.amountCents }
  }
  if (parsed.kind === 'member') return { kind: 'member', code: parsed.code }
  const code = typed.normalize('NFKC').trim()
  return memberLike.test(code) ? { kind: 'member', code } : { kind: 'words' }
}

const timesBefore = /^(\d{1,4})\s*[*×xX](.*)$/

/** "3*6901234" is three of what follows the star; without one it is one. */
export function splitTimes(typed: string): { times: number; text: string } {
  const text = typed.normalize('NFKC').trim()
  const found = timesBefore.exec(text)
  const times = Number(found?.[1] ?? 1)
  return found && times > 0 ? { times, text: found[2]!.trim() } : { times: 1, text }
}
