import { CloseOutlined, IdcardOutlined, WarningFilled } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api, query } from '@staff/api'
import { Avatar, formatDay, formatMoney, KeyHint } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { useMay } from '#app/session.ts'
import { TopUpDialog } from './top-up-dialog.tsx'
import { usable } from './usable-value.ts'

type MemberStripProps = { memberId: string | null; onChoose: () => void; onDetach: () => void }

/** Whose sale it is, and what the cashier should know of them before they say a word. */
export function MemberStrip({ memberId, onChoose, onDetach }: MemberStripProps) {
  if (memberId) return <AttachedMember memberId={memberId} onDetach={onDetach} />
  return (
    <button type="button" className="rg-till-member rg-till-member-none" onClick={onChoose}>
      <IdcardOutlined />
      <span>{t('till.chooseMember')}</span>
      <KeyHint keys={['F2']} />
    </button>
  )
}

function AttachedMember({ memberId, onDetach }: { memberId: string; onDetach: () => void }) {
  const member = useQuery(query(api.memberGet, { memberId }))
  const accounts = useQuery(query(api.memberAccountsGet, { memberId }))
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
  const { storedCents, points } = usable(accounts.data)
  const tillNotes = data?.notes.filter(({ isForTill }) => isForTill) ?? []
  return (
    <div className="rg-till-member" aria-busy={!data}>
      <Avatar name={data?.name ?? ''} seed={memberId} size={48} />
      <div className="rg-till-member-who">
        <strong>{data?.name ?? '…'}</strong>
        <span>{data?.number}</span>
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
          <dd>{points}</dd>
        </div>
      </dl>
      <button type="button" className="rg-till-detach" aria-label={t('till.detach')} onClick={onDetach}>
        <CloseOutlined />
      </button>
      {data && (data.allergies || tillNotes.length > 0 || data.nextBirthdayDay) && (
        <ul className="rg-till-member-notes">
          {data.allergies && (
            <li className="rg-till-allergy">
              <WarningFilled /> {t('till.allergies', { text: data.allergies })}
            </li>
          )}
          {data.nextBirthdayDay && isSoon(data.nextBirthdayDay) && (
            <li>{t('till.birthday', { day: formatDay(data.nextBirthdayDay) })}</li>
          )}
          {tillNotes.map(({ id, body }) => (
            <li key={id}>{body}</li>
          ))}
        </ul>
      )}
      <TopUpDialog open={isToppingUp} memberId={memberId} onClose={() => setToppingUp(false)} />
    </div>
  )
}

/** Worth a word at the till: within a week. */
function isSoon(day: string): boolean {
  const days = (Date.parse(day) - Date.now()) / 86_400_000
  return days > -1 && days <= 7
}
