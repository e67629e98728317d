import { CloseOutlined, GiftOutlined, IdcardOutlined, WarningFilled } from '@ant-design/icons'
import { shopTime, useLineState } from '#console/offline/line-state.ts'
import { useQuery } from '@tanstack/react-query'
import { memo, useState } from 'react'
import { api, query, type ResponseOf } from '@staff/api'
import { Avatar, formatDay, formatMoney, KeyHint } from '@staff/ui'
import { MemberTier } from '#console/tiers/member-tier.tsx'
import { TillGifts } from '#console/tiers/till-gifts.tsx'
import { businessDay } from '#shared/business-day.ts'
import { t } from '#app/i18n.ts'
import { useMay, useStore } from '#app/session.ts'
import { isTill } from '#console/offline/till-contact.ts'
import {
  type KeptHoldings,
  keptHoldingsQuery,
  tillAccountsQuery,
  tillMemberQuery,
} from '#console/offline/till-member-queries.ts'
import { formatDistance, formatInstant } from '@web/ui/format-time.ts'
import { PassStrip } from './pass-strip.tsx'
import { TillTags } from './till-tags.tsx'
import { habitOf } from './habit-rules.ts'
import { TopUpDialog } from './top-up-dialog.tsx'
import { usable } from './usable-value.ts'

type MemberStripProps = {
  memberId: string | null
  onChoose: () => void
  onDetach: () => void
  onRenew: (planId: string, passId: string) => void
}
type Member = ResponseOf<typeof api.memberGet>

/** Whose sale it is, and what the cashier should know of them before they say a word. */
export const MemberStrip = memo(MemberStripView, (before, after) => before.memberId === after.memberId)

function MemberStripView({ memberId, onChoose, onDetach, onRenew }: MemberStripProps) {
  if (memberId) return <AttachedMember memberId={memberId} onDetach={onDetach} onRenew={onRenew} />
  return (
    <button type="button" className="rg-till-member rg-till-member-none" onClick={onChoose}>
      <IdcardOutlined />
      <span>{t('till.chooseMember')}</span>
      <KeyHint keys={['F2']} />
    </button>
  )
}

function AttachedMember({
  memberId,
  onDetach,
  onRenew,
}: Pick<MemberStripProps, 'onDetach' | 'onRenew'> & { memberId: string }) {
  const member = useQuery(tillMemberQuery(memberId))
  const accounts = useQuery(tillAccountsQuery(memberId))
  const isCutOff = useLineState().offlineSince !== null && isTill()
  const kept = useQuery({ ...keptHoldingsQuery(memberId), enabled: isCutOff })
  const [isToppingUp, setToppingUp] = useState(false)
  const mayTopUp = useMay()('topup.sell')
  const { data } = member
  if (member.isError) {
    return (
      <div className="rg-till-member">
        <span className="rg-refusal">{t('till.memberGone')}</span>
        <button type="button" className="rg-till-detach" aria-label={t('till.detach')} onClick={onDetach}>
          <CloseOutlined />
        </button>
      </div>
    )
  }
  return (
    <div className="rg-till-member" aria-busy={!data}>
      <Avatar name={data?.name ?? ''} seed={memberId} size={48} />
      <div className="rg-till-member-who">
        <strong>{data?.name ?? '…'}</strong>
        <span>
          {data?.number} <MemberTier tierId={data?.tierId ?? null} />
        </span>
      </div>
      {mayTopUp && !isCutOff && (
        <button type="button" className="rg-till-top-up" onClick={() => setToppingUp(true)}>
          {t('top-ups.sell.open')}
        </button>
      )}
      <Holdings {...usable(accounts.data)} kept={isCutOff ? (kept.data ?? null) : null} />
      <button type="button" className="rg-till-detach" aria-label={t('till.detach')} onClick={onDetach}>
        <CloseOutlined />
      </button>
      {isCutOff && kept.data && <KeptWords kept={kept.data} />}
      {data && <TillTags member={data} isCutOff={isCutOff} />}
      {data && <MemberWords member={data} />}
      {data && <PassStrip memberId={memberId} memberName={data.name} onRenew={onRenew} />}
      {data && <TillGifts memberId={memberId} />}
      <TopUpDialog open={isToppingUp} memberId={memberId} onClose={() => setToppingUp(false)} />
    </div>
  )
}

type HoldingsProps = { storedCents: number; points: number; debt: number; kept: KeptHoldings | null }

/** What the member has; without a line what they had when the till last heard of it. */
function Holdings({ storedCents, points, debt, kept }: HoldingsProps) {
  const held = kept?.known ?? { storedCents, points: debt > 0 ? -debt : points }
  return (
    <dl className="rg-till-holdings">
      <div>
        <dt>{t(kept ? 'till.kept.stored' : 'till.storedValue')}</dt>
        <dd>{formatMoney(held.storedCents)}</dd>
      </div>
      <div>
        <dt>{t(kept ? 'till.kept.points' : 'till.points')}</dt>
        <dd>{held.points.toLocaleString()}</dd>
      </div>
    </dl>
  )
}

/** How old those figures are, and how much of them may be used before the line is back. */
function KeptWords({ kept: { usable: most, heardAt } }: { kept: KeptHoldings }) {
  const values = { stored: formatMoney(most.storedCents), points: most.points.toLocaleString() }
  return (
    <ul className="rg-till-member-notes">
      <li className="rg-till-kept">
        {heardAt &&
          `${t('till.kept.heardAt', { at: formatInstant(heardAt), ago: formatDistance(heardAt, shopTime()) })} `}
        {t('till.kept.usable', values)}
      </li>
    </ul>
  )
}

/** Allergies first, then the birthday, the habit, what colleagues noted for the till. */
function MemberWords({ member }: { member: Member }) {
  const { allergies, nextBirthdayDay, notes } = member
  const { timeZone, cutoffHour } = useStore()
  const worth = useQuery({ ...query(api.memberWorthGet, { memberId: member.id }), staleTime: 60_000 })
  const today = businessDay(shopTime(), timeZone, cutoffHour)
  const habit = worth.data ? habitOf(worth.data, today) : null
  const tillNotes = notes.filter(({ isForTill }) => isForTill)
  const isBirthdaySoon = nextBirthdayDay !== null && isSoon(nextBirthdayDay)
  if (!allergies && !isBirthdaySoon && !habit && tillNotes.length === 0) return null
  return (
    <ul className="rg-till-member-notes">
      {allergies && (
        <li className="rg-till-allergy">
          <WarningFilled /> {t('till.allergies', { text: allergies })}
        </li>
      )}
      {isBirthdaySoon && (
        <li className="rg-till-birthday">
          <GiftOutlined /> {t('till.birthday', { day: formatDay(nextBirthdayDay) })}
        </li>
      )}
      {habit && (
        <li className={habit.isLate ? 'rg-till-habit-late' : 'rg-till-habit'}>
          {habit.lastDays === 0
            ? t('till.habit.today')
            : habit.usualDays === null
              ? t('till.habit.last', { count: habit.lastDays })
              : t('till.habit.usual', { usual: habit.usualDays, last: habit.lastDays })}
        </li>
      )}
      {tillNotes.map(({ id, body }) => (
        <li key={id}>{body}</li>
      ))}
    </ul>
  )
}

/** Worth a word at the till: within a week. */
function isSoon(day: string): boolean {
  const days = (Date.parse(day) - shopTime().getTime()) / 86_400_000
  return days > -1 && days <= 7
}
