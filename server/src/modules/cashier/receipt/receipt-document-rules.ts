import type { Block, PrintDocument } from '#modules/printing/document-types.ts'
import { row, slipFoot, slipFormats, type SlipHead, slipHead } from '#modules/printing/slip-rules.ts'
import { slipWords, tenderWord } from '#modules/printing/slip-words.ts'
import { receiptWords } from './receipt-words.ts'

/** Whose receipt it is and where it was printed. */
export type ReceiptHead = SlipHead & {
  /** Behind the QR code; null prints none. */
  url: string | null
  /** An e-invoice can be asked for behind the code. */
  offersInvoice: boolean
}

export type PrintedTender = {
  kind: string
  method: string | null
  amountCents: number
  roundingCents: number
  receivedCents: number
  changeCents: number
  /** The last characters of a gift card; null for all others. */
  cardTail: string | null
  /** The redemption day on which points were worth more. */
  redeemDay?: { name: string } | null
}

export type PrintedSale = {
  receiptNumber: string
  happenedAt: Date
  grossCents: number
  discountCents: number
  waiverCents: number
  netCents: number
  taxCents: number
  changeCents: number
  pointsEarned: number
  /** A word about the whole sale, for the customer to read. */
  note: string | null
  lines: readonly {
    name: string
    quantityMilli: number
    unitPriceCents: number
    grossCents: number
    netCents: number
  }[]
  tenders: readonly PrintedTender[]
}

/** What the member holds when it is printed; null without a member. */
export type PrintedHoldings = { points: number; storedCents: number } | null

export type PrintedRefund = {
  receiptNumber: string
  /** Of the sale; null: the goods came without a receipt. */
  saleNumber: string | null
  at: Date
  reason: string
  paidCents: number
  pointsReversed: number
  lines: readonly { name: string; quantityMilli: number; netCents: number }[]
  tenders: readonly { kind: string; method: string | null; paidCents: number }[]
}

/** The paper of a sale: who, what, how much and why less, how it was paid, what the member has, the way to the digital one. */
export function receiptDocument(sale: PrintedSale, head: ReceiptHead, holdings: PrintedHoldings): PrintDocument {
  const words = receiptWords[head.locale]
  const { money } = slipFormats(head)
  const blocks: Block[] = [
    ...slipHead(head, sale.receiptNumber, sale.happenedAt),
    ...sale.lines.flatMap((line) => lineBlocks(line, head)),
    ...(sale.note === null ? [] : [{ kind: 'text', text: words.note + sale.note } as const]),
    { kind: 'rule' },
  ]
  if (sale.discountCents > 0) {
    blocks.push(row(words.gross, money(sale.grossCents)), row(words.discount, money(-sale.discountCents)))
    if (sale.waiverCents > 0) blocks.push(row(`  ${words.waiver}`, money(-sale.waiverCents)))
  }
  blocks.push(
    { kind: 'row', left: words.net, right: money(sale.netCents), isBold: true, size: 2 },
    ...(sale.taxCents > 0 ? [row(words.tax, money(sale.taxCents))] : []),
    { kind: 'rule' },
    ...sale.tenders.flatMap((tender) => tenderBlocks(tender, head, money)),
    ...memberBlocks(sale, head, holdings),
    ...footBlocks(head),
  )
  return {
    title: `${words.receipt} ${sale.receiptNumber}`,
    locale: head.locale,
    blocks,
    opensDrawer: !head.isCopy && sale.tenders.some(({ kind }) => kind === 'cash'),
  }
}

/** The paper of a refund: what came back, what was given back and how, and a line to sign. */
export function refundDocument(refund: PrintedRefund, head: ReceiptHead): PrintDocument {
  const words = receiptWords[head.locale]
  const { money } = slipFormats(head)
  return {
    title: `${words.refund} ${refund.receiptNumber}`,
    locale: head.locale,
    opensDrawer: !head.isCopy && refund.tenders.some(({ kind, paidCents }) => kind === 'cash' && paidCents > 0),
    blocks: [
      { kind: 'text', text: words.refund, align: 'center', isBold: true, size: 2 },
      ...slipHead(head, refund.receiptNumber, refund.at),
      row(words.refundOf, refund.saleNumber ?? words.noReceipt),
      row(words.reason, refund.reason),
      { kind: 'rule' },
      ...refund.lines.map(({ name, quantityMilli, netCents }) =>
        row(`${name} × ${quantity(quantityMilli)}`, money(-netCents)),
      ),
      { kind: 'rule' },
      { kind: 'row', left: words.refunded, right: money(-refund.paidCents), isBold: true, size: 2 },
      ...refund.tenders
        .filter(({ paidCents }) => paidCents > 0)
        .map((tender) => row(tenderWord(head.locale, tender), money(-tender.paidCents))),
      ...(refund.pointsReversed > 0 ? [row(words.reversed, `-${refund.pointsReversed}`)] : []),
      { kind: 'gap' },
      { kind: 'text', text: words.sign },
      ...footBlocks({ ...head, url: null }),
    ],
  }
}

function lineBlocks(line: PrintedSale['lines'][number], head: ReceiptHead): Block[] {
  const { money } = slipFormats(head)
  const count = quantity(line.quantityMilli)
  const before = line.grossCents === line.netCents ? null : money(line.grossCents)
  // One piece at its own price needs no sum under it, one that was reduced only what it was before.
  if (count === '1' && before === null) return [row(line.name, money(line.netCents))]
  const name: Block = { kind: 'text', text: line.name }
  if (count === '1') return [name, row(`  ${receiptWords[head.locale].before} ${before}`, money(line.netCents))]
  const sum = `  ${money(line.unitPriceCents)} × ${count}`
  return [name, row(before === null ? sum : `${sum} (${before})`, money(line.netCents))]
}

function tenderBlocks(tender: PrintedTender, head: ReceiptHead, money: (cents: number) => string): Block[] {
  const words = receiptWords[head.locale]
  const card = tender.cardTail === null ? '' : ` …${tender.cardTail}`
  const blocks: Block[] = [row(`${tenderWord(head.locale, tender)}${card}`, money(tender.amountCents))]
  if (tender.redeemDay) blocks.push({ kind: 'text', text: `  ${tender.redeemDay.name}` })
  if (tender.roundingCents !== 0) blocks.push(row(`  ${words.rounding}`, money(tender.roundingCents)))
  if (tender.changeCents > 0) {
    blocks.push(
      row(`  ${slipWords[head.locale].received}`, money(tender.receivedCents)),
      row(`  ${slipWords[head.locale].change}`, money(tender.changeCents)),
    )
  }
  return blocks
}

function memberBlocks(sale: PrintedSale, head: ReceiptHead, holdings: PrintedHoldings): Block[] {
  const words = receiptWords[head.locale]
  const { money } = slipFormats(head)
  const rows: Block[] = []
  if (sale.pointsEarned > 0) rows.push(row(words.earned, `+${sale.pointsEarned}`))
  if (holdings) rows.push(row(words.points, String(holdings.points)), row(words.stored, money(holdings.storedCents)))
  if (sale.discountCents > 0) rows.push(row(words.saved, money(sale.discountCents)))
  return rows.length === 0 ? [] : [{ kind: 'rule' }, ...rows]
}

function footBlocks(head: ReceiptHead): Block[] {
  const { url, locale, offersInvoice } = head
  const caption = offersInvoice ? receiptWords[locale].scanForInvoice : receiptWords[locale].scan
  return [...(url === null ? [] : [{ kind: 'qr', value: url, caption } as const]), ...slipFoot(head)]
}

/** 1500 → 1.5: thousandths without needless zeros. */
function quantity(quantityMilli: number): string {
  return String(quantityMilli / 1000)
}
