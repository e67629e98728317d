import type { DayOfUse } from '#modules/passes/earned-rules.ts'
import type { PassLife } from '#modules/passes/pass-lives.ts'
import type { Pass } from '#modules/passes/pass-rules.ts'
import { makeComponent, makeTerms } from './make-pass.ts'

type Given = Partial<Omit<Pass, 'terms'>> & { units?: number; uses?: readonly DayOfUse[] }

/** A pass on paper: 30.00 for the thirty days from 1 January 2026, of units where the test says so; and its uses. */
export function makeLife({ units, uses = [], ...given }: Given = {}): PassLife {
  const component = makeComponent({ id: 'c', units: units ?? null, listCents: 5_000 })
  return {
    pass: {
      ...{ id: 'pass', planId: 'plan', planVersion: 1, name: '月卡', priceCents: 3_000, memberId: 'm', storeId: 's' },
      ...{ terms: makeTerms({ components: [component] }), saleId: 'sale', saleLineId: 'line', zone: 'UTC' },
      ...{ soldAt: new Date('2026-01-01T00:00:00Z'), soldDay: '2026-01-01', paidCents: 3_000, listCents: 5_000 },
      refundPolicy: { version: 'cn', withdrawalDays: 7, merchant: 'proportional', member: 'list_price' },
      ...{ startsDay: '2026-01-01', latestStartDay: null, endsDay: '2026-01-30', extendedDays: 0, renewsPassId: null },
      ...{ cancelAskedAt: null, endedAt: null, endedAs: null, refundedCents: 0, freezes: [], familyIds: [] },
      lastAt: new Date('2026-01-01T00:00:00Z'),
      ...given,
    },
    uses: [...uses],
  }
}
