import { type RawBuilder, sql } from 'kysely'
import type { Work } from '#platform/work.ts'
import { sumCents } from '#shared/money.ts'
import {
  type Figures,
  noFigures,
  type TaxFigure,
  taxFigures,
  type TenderFigure,
  tenderFigures,
} from './figure-rules.ts'

/** The records that figures sum: those of one shift, or those named. */
export type Summed =
  | { shiftId: string }
  | { saleIds: readonly string[]; refundIds: readonly string[]; valueIds: readonly string[] }

/** Figures with the ids of every record in them; value is top-ups and gift cards, sold and paid back. */
export type SummedFigures = {
  figures: Figures
  saleIds: string[]
  refundIds: string[]
  valueIds: string[]
}

type Ids = 'saleIds' | 'refundIds'

function among(summed: Summed, ids: Ids, alias: 's' | 'r'): RawBuilder<unknown> {
  const id = sql.ref(`${alias}.id`)
  return 'shiftId' in summed
    ? sql`${sql.ref(`${alias}.shift_id`)} = ${summed.shiftId}`
    : sql`${id} = any(${[...summed[ids]]}::uuid[])`
}

type HeadRow = { ids: string[] | null } & Figures['sales']
type RefundRow = { ids: string[] | null } & Figures['refunds']
type ValueKind = 'top_up' | 'top_up_refund' | 'gift_card_load' | 'gift_card_payout'
type ValueRow = {
  recordKind: ValueKind
  kind: string
  method: string | null
  /** Negative where it was paid back. */
  amountCents: number
  bonusCents: number
  ids: string[]
}

/**
 * Sums a shift's records, or those named, in one flight: some statements over all records together, each by index from the
 * records to their parts. Exact while no record can join them: the caller holds the shift.
 */
export async function sumRecords(work: Work, summed: Summed): Promise<SummedFigures> {
  const [heads, refunds, tenders, refunded, taxes, taxesBack, value] = await Promise.all([
    saleHeads(work, summed),
    refundHeads(work, summed),
    saleTenders(work, summed),
    refundTenders(work, summed),
    saleTaxes(work, summed),
    refundTaxes(work, summed),
    valueMoney(work, summed),
  ])
  const { ids: saleIds, ...sales } = heads[0]!
  const { ids: refundIds, ...refundSums } = refunds[0]!
  return {
    saleIds: saleIds ?? [],
    refundIds: refundIds ?? [],
    valueIds: [...new Set(value.flatMap(({ ids }) => ids))].sort(),
    figures: {
      ...noFigures,
      sales,
      refunds: refundSums,
      ...valueFigures(value),
      tenders: tenderFigures([...tenders, ...refunded, ...value.map(valueTender)]),
      taxes: taxFigures([...taxes, ...taxesBack]).filter(({ netCents, taxCents }) => netCents !== 0 || taxCents !== 0),
    },
  }
}

const noTender = { saleCents: 0, roundingCents: 0, refundCents: 0, valueSoldCents: 0, valueBackCents: 0 }

function valueTender({ kind, method, amountCents }: ValueRow): TenderFigure {
  const side = amountCents < 0 ? { valueBackCents: -amountCents } : { valueSoldCents: amountCents }
  return { ...noTender, kind, method, ...side }
}

function valueFigures(rows: readonly ValueRow[]) {
  const of = (recordKind: ValueKind) => {
    const those = rows.filter((row) => row.recordKind === recordKind)
    const cents = sumCents(those.map(({ amountCents }) => Math.abs(amountCents)))
    // Paid by two means, a record is in two rows.
    const { size: count } = new Set(those.flatMap(({ ids }) => ids))
    return { count, cents, bonusCents: sumCents(those.map(({ bonusCents }) => bonusCents)) }
  }
  const [topUps, topUpRefunds] = [of('top_up'), of('top_up_refund')]
  const [loads, payouts] = [of('gift_card_load'), of('gift_card_payout')]
  return {
    topUps: { count: topUps.count, principalCents: topUps.cents, bonusCents: topUps.bonusCents },
    topUpRefunds: { count: topUpRefunds.count, paidCents: topUpRefunds.cents },
    giftCards: { count: loads.count, loadedCents: loads.cents },
    giftCardPayouts: { count: payouts.count, paidCents: payouts.cents },
  }
}

function saleHeads({ send, merchantId }: Work, summed: Summed): Promise<HeadRow[]> {
  return send<HeadRow>(sql`
    select array_agg(s.id order by s.id) as ids, count(*) as count, coalesce(sum(s.gross_cents), 0)::bigint as gross_cents,
           coalesce(sum(s.discount_cents), 0)::bigint as discount_cents,
           coalesce(sum(s.manual_discount_cents), 0)::bigint as manual_discount_cents,
           coalesce(sum(s.waiver_cents), 0)::bigint as waiver_cents, coalesce(sum(s.net_cents), 0)::bigint as net_cents,
           coalesce(sum(s.tax_cents), 0)::bigint as tax_cents
      from cashier.sale s where s.merchant_id = ${merchantId} and ${among(summed, 'saleIds', 's')}`)
}

function refundHeads({ send, merchantId }: Work, summed: Summed): Promise<RefundRow[]> {
  return send<RefundRow>(sql`
    select array_agg(r.id order by r.id) as ids, count(*) as count, coalesce(sum(r.net_cents), 0)::bigint as net_cents,
           coalesce(sum(r.tax_cents), 0)::bigint as tax_cents, coalesce(sum(r.paid_cents), 0)::bigint as paid_cents
      from cashier.refund r where r.merchant_id = ${merchantId} and ${among(summed, 'refundIds', 'r')}`)
}

// `offset 0` keeps the parts looked up record by record: a plan kept from empty tables would read them whole.
function saleTenders({ send, merchantId }: Work, summed: Summed): Promise<TenderFigure[]> {
  return send<TenderFigure>(sql`
    select t.kind, t.method, sum(t.amount_cents)::bigint as sale_cents, sum(t.rounding_cents)::bigint as rounding_cents,
           0::bigint as refund_cents, 0::bigint as value_sold_cents, 0::bigint as value_back_cents
      from cashier.sale s
      cross join lateral (select kind, method, amount_cents, rounding_cents from cashier.tender
             where merchant_id = ${merchantId} and sale_id = s.id offset 0) t
     where s.merchant_id = ${merchantId} and ${among(summed, 'saleIds', 's')}
     group by t.kind, t.method`)
}

/** What refunds paid, by the means that the sale was paid with. */
function refundTenders({ send, merchantId }: Work, summed: Summed): Promise<TenderFigure[]> {
  return send<TenderFigure>(sql`
    select t.kind, m.method, 0::bigint as sale_cents, 0::bigint as rounding_cents, sum(t.paid_cents)::bigint as refund_cents,
           0::bigint as value_sold_cents, 0::bigint as value_back_cents
      from cashier.refund r
      cross join lateral (select tender_id, kind, paid_cents from cashier.refund_tender
             where merchant_id = ${merchantId} and refund_id = r.id offset 0) t
      left join lateral (select method from cashier.tender
             where merchant_id = ${merchantId} and sale_id = r.sale_id and tender_id = t.tender_id offset 0) m on true
     where r.merchant_id = ${merchantId} and ${among(summed, 'refundIds', 'r')}
     group by t.kind, m.method`)
}

function saleTaxes({ send, merchantId }: Work, summed: Summed): Promise<TaxFigure[]> {
  return send<TaxFigure>(sql`
    select l.tax_rate_bps as rate_bps, sum(l.net_cents)::bigint as net_cents, sum(l.tax_cents)::bigint as tax_cents
      from cashier.sale s
      cross join lateral (select tax_rate_bps, net_cents, tax_cents from cashier.sale_line
             where merchant_id = ${merchantId} and sale_id = s.id offset 0) l
     where s.merchant_id = ${merchantId} and ${among(summed, 'saleIds', 's')}
     group by l.tax_rate_bps`)
}

function refundTaxes({ send, merchantId }: Work, summed: Summed): Promise<TaxFigure[]> {
  return send<TaxFigure>(sql`
    select o.tax_rate_bps as rate_bps, -sum(l.net_cents)::bigint as net_cents, -sum(l.tax_cents)::bigint as tax_cents
      from cashier.refund r
      cross join lateral (select line_id, net_cents, tax_cents from cashier.refund_line
             where merchant_id = ${merchantId} and refund_id = r.id offset 0) l
      cross join lateral (select tax_rate_bps from cashier.sale_line
             where merchant_id = ${merchantId} and sale_id = r.sale_id and line_id = l.line_id offset 0) o
     where r.merchant_id = ${merchantId} and ${among(summed, 'refundIds', 'r')}
     group by o.tax_rate_bps`)
}

/** Money for value sold and value paid back (negative), with the records, by means of payment. */
async function valueMoney({ send, merchantId }: Work, summed: Summed): Promise<ValueRow[]> {
  const where =
    'shiftId' in summed ? sql`m.shift_id = ${summed.shiftId}` : sql`m.record_id = any(${[...summed.valueIds]}::uuid[])`
  const from = (view: RawBuilder<unknown>) =>
    send<ValueRow>(sql`
      select m.record_kind, m.tender_kind as kind, m.tender_method as method, sum(m.amount_cents)::bigint as amount_cents,
             sum(m.bonus_cents)::bigint as bonus_cents, array_agg(m.record_id order by m.record_id) as ids
        from ${view} m
       where m.merchant_id = ${merchantId} and ${where}
       group by m.record_kind, m.tender_kind, m.tender_method`)
  const [topUps, giftCards] = await Promise.all([
    from(sql`stored_value.read_till_money`),
    from(sql`gift_cards.read_till_money`),
  ])
  return [...topUps, ...giftCards]
}
