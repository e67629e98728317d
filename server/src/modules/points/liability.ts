import type { Work } from '#platform/work.ts'
import { addMonths, type Day } from '#shared/business-day.ts'
import { mulDivRound } from '#shared/money.ts'
import { csvLine } from '#shared/safe-cells.ts'
import { isTooLittle } from './breakage-rules.ts'
import { readBreakage } from './breakage.ts'
import { readForecast, worthOrNull } from './forecast.ts'
import { type JournalAccount, journalOf } from './liability-rules.ts'
import { type LiabilityMonth, readLiabilityMonths } from './liability-close.ts'
import { readPublishedRedeemPolicy } from './redeem-policy.ts'

export type BookedMonth = LiabilityMonth & {
  /** What the month's redeemed points were worth at the till: what redemption cost. */
  redemptionCostCents: number
  /** What became revenue in the month, caught up. */
  revenueCents: number
  /** What is put aside at the month's end. */
  liabilityCents: number
}

/** Closed months with what each added: revenue is the step of what has become revenue so far. */
export function bookedMonths(rows: readonly LiabilityMonth[]): BookedMonth[] {
  let before = 0
  let deferred = 0
  return rows.map((row) => {
    const revenueCents = row.recognisedCents - before
    before = row.recognisedCents
    deferred += row.deferredCents
    const redemptionCostCents = mulDivRound(row.redeemedPoints, row.worthCents, row.perPoints)
    return { ...row, redemptionCostCents, revenueCents, liabilityCents: deferred - row.recognisedCents }
  })
}

/** What is outstanding, by the month it ends; what it is worth and expected to cost; and the closed months. */
export async function readLiability(work: Work, today: Day) {
  const from = `${today.slice(0, 7)}-01`
  const [forecast, breakage, redeem, rows] = await Promise.all([
    readForecast(work, { from, to: addMonths(from, 36), by: 'month' }),
    readBreakage(work),
    readPublishedRedeemPolicy(work),
    readLiabilityMonths(work),
  ])
  const rule = redeem?.rule ?? null
  const worthCents = worthOrNull(rule, forecast.totalPoints)
  const { estimate } = breakage
  const open = forecast.later.points + forecast.endless.points
  const byMonth = [
    ...forecast.rows.map(({ from: month, points, members, worthCents }) => ({ month, points, members, worthCents })),
    ...(open > 0 ? [{ month: null, points: open, members: 0, worthCents: worthOrNull(rule, open) }] : []),
  ]
  return {
    outstandingPoints: forecast.totalPoints,
    worthCents,
    expectedCents:
      worthCents === null || isTooLittle(estimate) ? null : mulDivRound(worthCents, estimate.expectedBps, 10_000),
    estimate,
    backTest: breakage.backTest,
    byMonth,
    months: bookedMonths(rows),
  }
}

const accountNames: Record<JournalAccount, string> = {
  sales_revenue: '主营业务收入 Sales revenue',
  contract_liability: '合同负债（积分） Contract liability: points',
  points_revenue: '主营业务收入（积分兑现） Revenue from points',
}

const money = (cents: number) =>
  cents === 0 ? '' : `${Math.trunc(cents / 100)}.${String(cents % 100).padStart(2, '0')}`

/** The journal of closed months as CSV for the accounts: month, account, debit, credit, why. Every month balances. */
export function journalFile(rows: readonly LiabilityMonth[], { from, to }: { from: Day; to: Day }): string {
  const lines = bookedMonths(rows)
    .filter(({ month }) => month >= from && month <= to)
    .flatMap(({ month, deferredCents, revenueCents, issuedPoints, redeemedPoints, expectedBps, isEstimate }) => {
      const rate = `${(expectedBps / 100).toFixed(2)}%`
      const why = `issued ${issuedPoints}, redeemed ${redeemedPoints}, expected ${rate}${isEstimate ? '' : ' (no estimate)'}`
      return journalOf({ deferredCents, revenueCents }).map(({ account, debitCents, creditCents }) =>
        csvLine([month.slice(0, 7), accountNames[account], money(debitCents), money(creditCents), why]),
      )
    })
  return `\uFEFF${csvLine(['month', 'account', 'debit', 'credit', 'memo'])}${lines.join('')}`
}
