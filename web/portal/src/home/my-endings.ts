import { useSuspenseQueries } from '@tanstack/react-query'
import { api, query } from '@staff/api'
import type { IconName } from '@portal/ui'
import { localDay } from '#shared/business-day.ts'
import { paths } from '#portal/app/paths.ts'
import { useShop } from '#portal/app/session.ts'
import { myPassesQuery } from '#portal/passes/my-passes.ts'
import { type Ending, soonestEndings } from './ending-rules.ts'

type Place = { icon: IconName; to: string }

/**
 * What ends when, over everything that the shop owes a member: points, money given on top, coupons, passes. The soonest first. A pass that
 * renews itself does not end, and one that has not begun has no last day yet.
 */
export function useEndings(most: number): (Ending & Place & { lots: number })[] {
  const { merchant } = useShop()
  const [accounts, coupons, passes] = useSuspenseQueries({
    queries: [query(api.myAccountsGet, {}), query(api.myCouponList, { state: 'usable', limit: 50 }), myPassesQuery()],
  })
  const endings: Ending[] = [
    ...accounts.data.items.flatMap(({ asset, lots }) =>
      lots.flatMap(({ expiresDay, remainingUnits }) =>
        expiresDay ? [{ kind: asset, day: expiresDay, units: remainingUnits, name: '' }] : [],
      ),
    ),
    ...coupons.data.items.map(({ couponId, name, endsAt }) => ({
      ...{ kind: `coupon ${couponId}`, units: 1, name },
      day: localDay(new Date(Date.parse(endsAt) - 1), merchant.timeZone),
    })),
    ...passes.data.items.flatMap(({ id, name, state, endsDay, renewal }) =>
      (state === 'active' || state === 'frozen') && endsDay !== null && renewal?.state !== 'planned'
        ? [{ kind: `pass ${id}`, day: endsDay, units: 1, name }]
        : [],
    ),
  ]
  return soonestEndings(endings, most).map((ending) => ({ ...ending, ...placeOf(ending.kind) }))
}

function placeOf(kind: string): Place {
  if (kind.startsWith('coupon ')) return { icon: 'ticket', to: paths.coupons() }
  if (kind.startsWith('pass ')) return { icon: 'gift', to: paths.benefits() }
  return { icon: kind === 'points' ? 'star' : 'wallet', to: paths.statement() }
}
