import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { localDay } from '#shared/business-day.ts'
import { api, query, type ResponseOf } from '@staff/api'
import { formatDay, formatMoney, StatCard } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { paths } from '#app/paths.ts'
import { useMay, useStore } from '#app/session.ts'
import { daysBetween, type Member } from './member-words.ts'

type Account = ResponseOf<typeof api.memberAccountsGet>['items'][number]

/** What the shop owes the member, and what the member is worth to the shop; each figure leads to the rows behind it. */
export function MemberFigures({ member }: { member: Member }) {
  const may = useMay()
  const store = useStore()
  const { data: accounts } = useQuery({
    ...query(api.memberAccountsGet, { memberId: member.id }),
    enabled: may('ledger.read'),
  })
  const worth = useSuspenseQuery(query(api.memberWorthGet, { memberId: member.id })).data
  const today = localDay(new Date(), store.timeZone)
  const daysAway = worth.lastDay === null ? null : daysBetween(worth.lastDay, today)
  const rows = (tab: string) => `${paths.member({ memberId: member.id })}?tab=${tab}`

  return (
    <div className="rg-member-figures">
      <div className="rg-stats">
        {accounts && <ValueCards items={accounts.items} today={today} to={rows('statement')} />}
        <StatCard
          label={t('members.worth.spent')}
          value={formatMoney(worth.spentCents)}
          hint={t('members.worth.year', { amount: formatMoney(worth.yearCents) })}
          to={rows('sales')}
        />
        <StatCard
          label={t('members.worth.visits')}
          value={worth.visitCount}
          hint={
            worth.saleCount > 0
              ? t('members.worth.average', { amount: formatMoney(Math.round(worth.spentCents / worth.saleCount)) })
              : t('members.worth.never')
          }
          to={rows('sales')}
        />
      </div>
      {daysAway !== null && (
        <p className={`rg-rhythm${isOverdue(daysAway, worth.usualGapDays) ? ' rg-rhythm-late' : ''}`}>
          {worth.usualGapDays === null
            ? t('members.worth.lastOnly', { count: daysAway })
            : t('members.worth.rhythm', { gap: worth.usualGapDays, days: daysAway })}
        </p>
      )}
    </div>
  )
}

/** Away for more than twice the usual time: worth a call. */
function isOverdue(daysAway: number, usualGap: number | null): boolean {
  return usualGap !== null && daysAway > Math.max(7, usualGap * 2)
}

function ValueCards({ items, today, to }: { items: readonly Account[]; today: string; to: string }) {
  const find = (asset: string) => items.find((account) => account.asset === asset)
  const [principal, bonus, points] = [find('stored_principal'), find('stored_bonus'), find('points')]
  const storedCents = (principal?.balanceUnits ?? 0) + (bonus?.balanceUnits ?? 0)
  return (
    <>
      <StatCard
        label={t('members.value.stored')}
        value={formatMoney(storedCents)}
        hint={t('members.value.storedParts', {
          principal: formatMoney(principal?.balanceUnits ?? 0),
          bonus: formatMoney(bonus?.balanceUnits ?? 0),
        })}
        to={to}
      />
      <StatCard
        label={t('members.value.points')}
        value={(points?.balanceUnits ?? 0).toLocaleString()}
        hint={pointsHint(points, today)}
        to={`${to}&of=points`}
      />
    </>
  )
}

const soonDays = 60

/** What of the points needs a word: a debt, those that expire soon, those not yet usable. */
function pointsHint(points: Account | undefined, today: string): string {
  if (!points) return ' '
  if (points.debtUnits > 0) return t('members.value.pointsDebt', { units: points.debtUnits.toLocaleString() })
  const next = points.lots.find(({ expiresDay }) => expiresDay !== null)
  if (next?.expiresDay && daysBetween(today, next.expiresDay) <= soonDays) {
    const units = points.lots
      .filter(({ expiresDay }) => expiresDay === next.expiresDay)
      .reduce((sum, lot) => sum + lot.remainingUnits, 0)
    return t('members.value.pointsExpire', { units: units.toLocaleString(), day: formatDay(next.expiresDay) })
  }
  if (points.pendingUnits > 0) return t('members.value.pointsPending', { units: points.pendingUnits.toLocaleString() })
  return t('members.value.pointsUsable', { units: points.availableUnits.toLocaleString() })
}
