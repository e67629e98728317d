import { addDays, type Day } from '#shared/business-day.ts'
import { mulDivRound } from '#shared/money.ts'

/** Weeks that "usual" looks back. */
export const usualWeeks = 8

export type HomeFigures = {
  salesCents: number
  saleCount: number
  visitCount: number
  topUpCents: number
  newMemberCount: number
}

export type DayFigures = HomeFigures & { day: Day }

export const noFigures: HomeFigures = { salesCents: 0, saleCount: 0, visitCount: 0, topUpCents: 0, newMemberCount: 0 }

/** The days that a day is compared with: the same weekday of the weeks before. */
export function usualDays(day: Day): Day[] {
  return Array.from({ length: usualWeeks }, (_, index) => addDays(day, -7 * (index + 1)))
}

/** The mean over the days since the shop's first sale, halves away from zero. A day without a sale counts as zero. */
export function usualFigures(days: readonly DayFigures[], firstDay: Day | null): HomeFigures {
  const counted = days.filter(({ day }) => firstDay !== null && day >= firstDay)
  if (counted.length === 0) return noFigures
  const mean = (name: keyof HomeFigures) =>
    mulDivRound(
      counted.reduce((sum, each) => sum + each[name], 0),
      1,
      counted.length,
    )
  return {
    salesCents: mean('salesCents'),
    saleCount: mean('saleCount'),
    visitCount: mean('visitCount'),
    topUpCents: mean('topUpCents'),
    newMemberCount: mean('newMemberCount'),
  }
}
