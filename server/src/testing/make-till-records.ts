import { sql } from 'kysely'
import { snakeRows } from '#platform/snake-rows.ts'
import type { Work } from '#platform/work.ts'
import { newId } from '#shared/ids.ts'

type Means = { kind: string; method: string | null }

/** A till's records as plain data, so that a test can add them up by itself. Amounts are whole cents. */
export type TillSale = {
  discountCents: number
  manualDiscountCents: number
  waiverCents: number
  tenders: (Means & { amountCents: number; roundingCents: number; changeCents: number })[]
  lines: { rateBps: number; netCents: number; taxCents: number }[]
  /** What came back: so much of each tender and of each line, by place. */
  refund: { paidCents: number[]; netCents: number[]; taxCents: number[] } | null
}
export type TillTopUp = {
  bonusCents: number
  tenders: (Means & { amountCents: number })[]
  refund: (Means & { paidCents: number }) | null
}
/** Money onto a gift card, and what of it was paid out again. */
export type TillCard = {
  tenders: (Means & { amountCents: number })[]
  payout: (Means & { paidCents: number }) | null
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)

/**
 * Writes sales, top-ups and gift cards with what went back straight into the tables, in a shift or in none, whatever their number: for sums
 * and speed, where how they came about does not matter.
 */
export async function writeTillRecords(
  work: Work,
  place: { storeId: string; shiftId: string | null; businessDay?: string },
  {
    sales,
    topUps,
    cards = [],
  }: { sales: readonly TillSale[]; topUps: readonly TillTopUp[]; cards?: readonly TillCard[] },
): Promise<void> {
  const head = { businessDay: '2026-03-01', ...place, at: work.at }
  const booked = sales.map((sale) => ({ sale, id: newId(), tenderIds: sale.tenders.map(() => newId()) }))
  const back = booked.flatMap(({ sale, id, tenderIds }) =>
    sale.refund ? [{ sale, refund: sale.refund, saleId: id, id: newId(), tenderIds }] : [],
  )
  const sold = topUps.map((topUp) => ({ topUp, id: newId() }))
  await insert(
    work,
    'cashier.sale',
    [...booked].map(({ sale, id }) => saleRow(head, sale, id)),
  )
  await insert(
    work,
    'cashier.tender',
    booked.flatMap(({ sale, id, tenderIds }) => tenderRows(sale, id, tenderIds)),
  )
  await insert(
    work,
    'cashier.sale_line',
    booked.flatMap(({ sale, id }) => lineRows(sale, id)),
  )
  await insert(
    work,
    'cashier.refund',
    back.map(({ refund, saleId, id }) => refundRow(head, refund, saleId, id)),
  )
  await insert(
    work,
    'cashier.refund_tender',
    back.flatMap((each) => refundTenderRows(each)),
  )
  await insert(
    work,
    'cashier.refund_line',
    back.flatMap((each) => refundLineRows(each)),
  )
  await insert(
    work,
    'stored_value.top_up',
    sold.map(({ topUp, id }) => topUpRow(head, topUp, id)),
  )
  await insert(
    work,
    'stored_value.top_up_tender',
    sold.flatMap(({ topUp, id }) =>
      topUp.tenders.map((tender, position) => ({
        ...{ id: newId(), topUpId: id, position, ...tender },
        receivedCents: tender.amountCents,
      })),
    ),
  )
  await insert(
    work,
    'stored_value.top_up_refund',
    sold.flatMap(({ topUp, id }) => (topUp.refund ? [topUpRefundRow(head, topUp.refund, id)] : [])),
  )
  await writeCards(work, head, cards)
}

async function writeCards(work: Work, head: Head, cards: readonly TillCard[]): Promise<void> {
  const loads = cards.map((card) => ({ card, cardId: newId(), id: newId() }))
  await insert(
    work,
    'gift_cards.load',
    loads.map(({ card, cardId, id }) => ({
      ...{ ...head, id, cardId, changeCents: 0 },
      amountCents: sum(card.tenders.map(({ amountCents }) => amountCents)),
    })),
  )
  await insert(
    work,
    'gift_cards.load_tender',
    loads.flatMap(({ card, id }) =>
      card.tenders.map((tender, position) => ({
        ...{ id: newId(), loadId: id, position, ...tender },
        receivedCents: tender.amountCents,
      })),
    ),
  )
  await insert(
    work,
    'gift_cards.payout',
    loads.flatMap(({ card: { payout }, cardId }) =>
      payout
        ? [
            {
              ...head,
              id: newId(),
              cardId,
              amountCents: payout.paidCents,
              kind: payout.kind,
              method: payout.method,
              reason: '退卡',
            },
          ]
        : [],
    ),
  )
}

async function insert(work: Work, table: string, rows: readonly object[]): Promise<void> {
  if (rows.length === 0) return
  const [schema, name] = table.split('.')
  const given = snakeRows(rows.map((row) => ({ merchantId: work.merchantId, ...row })))
  const columns = sql.join(Object.keys(given[0]!).map((column) => sql.ref(column)))
  await work.send(sql`
    insert into ${sql.table(`${schema}.${name}`)} (${columns})
    select ${columns} from jsonb_populate_recordset(null::${sql.table(`${schema}.${name}`)}, ${JSON.stringify(given)}::jsonb)
     where merchant_id = ${work.merchantId}`)
}

type Head = { storeId: string; shiftId: string | null; businessDay: string; at: Date }

function saleRow(head: Head, sale: TillSale, id: string) {
  const netCents = sum(sale.lines.map((line) => line.netCents))
  return {
    ...head,
    id,
    receiptNumber: id,
    happenedAt: head.at,
    pricingVersion: '1',
    fingerprint: '',
    grossCents: netCents + sale.discountCents,
    discountCents: sale.discountCents,
    manualDiscountCents: sale.manualDiscountCents,
    waiverCents: sale.waiverCents,
    netCents,
    taxCents: sum(sale.lines.map((line) => line.taxCents)),
    changeCents: sum(sale.tenders.map((tender) => tender.changeCents)),
    earnBasisCents: 0,
    pointsEarned: 0,
  }
}

function tenderRows(sale: TillSale, saleId: string, ids: readonly string[]) {
  return sale.tenders.map((tender, index) => ({
    saleId,
    tenderNo: index + 1,
    tenderId: ids[index],
    ...tender,
    receivedCents: tender.amountCents + tender.roundingCents + tender.changeCents,
  }))
}

function lineRows(sale: TillSale, saleId: string) {
  return sale.lines.map((line, index) => ({
    saleId,
    lineNo: index + 1,
    lineId: lineIdOf(saleId, index),
    itemKind: 'product',
    itemId: newId(),
    name: '商品',
    quantityMilli: 1000,
    isWeighed: false,
    unitPriceCents: line.netCents,
    grossCents: line.netCents,
    discountCents: 0,
    netCents: line.netCents,
    taxRateBps: line.rateBps,
    taxCents: line.taxCents,
    earnsPoints: true,
    tenderCents: [],
    steps: [],
  }))
}

/** The sale's id with the line's number at its end: lines are named without keeping their ids. */
function lineIdOf(saleId: string, index: number): string {
  return saleId.slice(0, -4) + String(index).padStart(4, '0')
}

function refundRow(head: Head, refund: NonNullable<TillSale['refund']>, saleId: string, id: string) {
  const paidCents = sum(refund.paidCents)
  return {
    ...head,
    id,
    saleId,
    refundNo: 1,
    receiptNumber: id,
    pricingVersion: '1',
    fingerprint: '',
    netCents: sum(refund.netCents),
    taxCents: sum(refund.taxCents),
    paidCents,
    pointsReversed: 0,
    reason: '退货',
  }
}

type Back = { sale: TillSale; refund: NonNullable<TillSale['refund']>; saleId: string; id: string; tenderIds: string[] }

function refundTenderRows({ sale, refund, id, tenderIds }: Back) {
  return refund.paidCents.map((paidCents, index) => ({
    refundId: id,
    tenderId: tenderIds[index],
    kind: sale.tenders[index]!.kind,
    amountCents: paidCents,
    paidCents,
  }))
}

function refundLineRows({ refund, saleId, id }: Back) {
  return refund.netCents.map((netCents, index) => ({
    refundId: id,
    lineId: lineIdOf(saleId, index),
    quantityMilli: 1000,
    netCents,
    taxCents: refund.taxCents[index],
    tenderCents: [],
    disposition: 'sellable',
  }))
}

function topUpRow(head: Head, topUp: TillTopUp, id: string) {
  return {
    ...head,
    id,
    number: `C01-${id}`,
    memberId: newId(),
    principalCents: sum(topUp.tenders.map((tender) => tender.amountCents)),
    bonusCents: topUp.bonusCents,
    drawMode: 'proportional',
    changeCents: 0,
    fingerprint: '',
  }
}

function topUpRefundRow(head: Head, refund: NonNullable<TillTopUp['refund']>, topUpId: string) {
  return {
    ...head,
    id: newId(),
    topUpId,
    memberId: newId(),
    cause: 'member',
    refundCents: refund.paidCents,
    consumedCents: 0,
    principalTakenCents: refund.paidCents,
    bonusForfeitedCents: 0,
    tenderKind: refund.kind,
    tenderMethod: refund.method,
    reason: '退卡',
    fingerprint: '',
  }
}
