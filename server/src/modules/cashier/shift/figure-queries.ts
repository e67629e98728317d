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
  | { saleIds: readonly string[]; refundIds: readonly string[]; topUpIds: readonly string[] }

/** Figures with the ids of every record in them. Top-ups and their refunds have ids of one kind. */
export type SummedFigures = {
  figures: Figures
  saleIds: string[]
  refundIds: string[]
  topUpIds: string[]
  topUpRefundIds: string[]
}

type Ids = 'saleIds' | 'refundIds' | 'topUpIds'

function among(summed: Summed, ids: Ids, alias: 's' | 'r'): RawBuilder<unknown> {
  const id = sql.ref(`${alias}.id`)
  return 'shiftId' in summed
    ? sql`${sql.ref(`${alias}.shift_id`)} = ${summed.shiftId}`
    : sql`${id} = any(${[...summed[ids]]}::uuid[])`
}

type HeadRow = { ids: string[] | null } & Figures['sales']
type RefundRow = { ids: string[] | null } & Figures['refunds']
type TopUpRow = {
  recordKind: 'top_up' | 'top_up_refund'
  kind: string
  method: string | null
  amountCents: number
  bonusCents: number
  ids: string[]
}

/**
 * Sums a shift's records, or those named, in one flight: some statements over all records together, each by index from the
 * records to their parts. Exact while no record can join them: the caller holds the shift.
 */
export async function sumRecords(work: Work, summed: Summed): Promise<SummedFigures> {
  const [heads, refunds, tenders, refunded, taxes, taxesBack, topUps] = await Promise.all([
    saleHeads(work, summed),
    refundHeads(work, summed),
    saleTenders(work, summed),
    refundTenders(work, summed),
    saleTaxes(work, summed),
    refundTaxes(work, summed),
    topUpMoney(work, summed),
  ])
  const { ids: saleIds, ...sales } = heads[0]!
  const { ids: refundIds, ...refundSums } = refunds[0]!
  const brought = topUps.filter(({ recordKind }) => recordKind === 'top_up')
  const taken = topUps.filter(({ recordKind }) => recordKind === 'top_up_refund')
  const sum = (rows: TopUpRow[], amountOf: (row: TopUpRow) => number) => sumCents(rows.map(amountOf))
  const topUpIds = [...new Set(brought.flatMap(({ ids }) => ids))].sort()
  const topUpRefundIds = taken.flatMap(({ ids }) => ids).sort()
  return {
    saleIds: saleIds ?? [],
    refundIds: refundIds ?? [],
    topUpIds,
    topUpRefundIds,
    figures: {
      ...noFigures,
      sales,
      refunds: refundSums,
      topUps: {
        count: topUpIds.length,
        principalCents: sum(brought, (row) => row.amountCents),
        bonusCents: sum(brought, (row) => row.bonusCents),
      },
      topUpRefunds: { count: topUpRefundIds.length, paidCents: sum(taken, (row) => -row.amountCents) },
      tenders: tenderFigures([...tenders, ...refunded, ...topUps.map(topUpTender)]),
      taxes: taxFigures([...taxes, ...taxesBack]).filter(({ netCents, taxCents }) => netCents !== 0 || taxCents !== 0),
    },
  }
}

const noTender = { saleCents: 0, roundingCents: 0, refundCents: 0, topUpCents: 0, topUpRefundCents: 0 }

function topUpTender({ recordKind, kind, method, amountCents }: TopUpRow): TenderFigure {
  return recordKind === 'top_up'
    ? { ...noTender, kind, method, topUpCents: amountCents }
    : { ...noTender, kind, method, topUpRefundCents: -amountCents }
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
           0::bigint as refund_cents, 0::bigint as top_up_cents, 0::bigint as top_up_refund_cents
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
           0::bigint as top_up_cents, 0::bigint as top_up_refund_cents
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

/** Money of top-ups and of their refunds (negative), with the records, by means of payment. */
function topUpMoney({ send, merchantId }: Work, summed: Summed): Promise<TopUpRow[]> {
  const where =
    'shiftId' in summed ? sql`m.shift_id = ${summed.shiftId}` : sql`m.record_id = any(${[...summed.topUpIds]}::uuid[])`
  return send<TopUpRow>(sql`
    select m.record_kind, m.tender_kind as kind, m.tender_method as method, sum(m.amount_cents)::bigint as amount_cents,
           sum(m.bonus_cents)::bigint as bonus_cents, array_agg(m.record_id order by m.record_id) as ids
      from stored_value.read_till_money m
     where m.merchant_id = ${merchantId} and ${where}
     group by m.record_kind, m.tender_kind, m.tender_method`)
}
