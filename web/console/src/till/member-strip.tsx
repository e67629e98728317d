import { CloseOutlined, GiftOutlined, IdcardOutlined, WarningFilled } from '@ant-design/icons'
import { shopTime } from '#console/offline/line-state.ts'
import { useQuery } from '@tanstack/react-query'
import { memo, useState } from 'react'
import { api, query, type ResponseOf } from '@staff/api'
import { Avatar, formatDay, formatMoney, KeyHint } from '@staff/ui'
import { MemberTier } from '#console/tiers/member-tier.tsx'
import { TillGifts } from '#console/tiers/till-gifts.tsx'
import { businessDay } from '#shared/business-day.ts'
import { t } from '#app/i18n.ts'
import { useMay, useStore } from '#app/session.ts'
import { tillAccountsQuery, tillMemberQuery } from '#console/offline/till-member-queries.ts'
import { PassStrip } from './pass-strip.tsx'
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
  const { storedCents, points, debt } = usable(accounts.data)
  return (
    <div className="rg-till-member" aria-busy={!data}>
      <Avatar name={data?.name ?? ''} seed={memberId} size={48} />
      <div className="rg-till-member-who">
        <strong>{data?.name ?? '…'}</strong>
        <span>
          {data?.number} <MemberTier tierId={data?.tierId ?? null} />
        </span>
      </div>
      {mayTopUp && (
        <button type="button" className="rg-till-top-up" onClick={() => setToppingUp(true)}>
          {t('top-ups.sell.open')}
        </button>
      )}
      <dl className="rg-till-holdings">
        <div>
          <dt>{t('till.storedValue')}</dt>
          <dd>{formatMoney(storedCents)}</dd>
        </div>
        <div>
          <dt>{t('till.points')}</dt>
          <dd>{(debt > 0 ? -debt : points).toLocaleString()}</dd>
        </div>
      </dl>
      <button type="button" className="rg-till-detach" aria-label={t('till.detach')} onClick={onDetach}>
        <CloseOutlined />
      </button>
      {data && <MemberWords member={data} />}
      {data && <PassStrip memberId={memberId} memberName={data.name} onRenew={onRenew} />}
      {data && <TillGifts memberId={memberId} />}
      <TopUpDialog open={isToppingUp} memberId={memberId} onClose={() => setToppingUp(false)} />
    </div>
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
