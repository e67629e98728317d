import { useQuery } from '@tanstack/react-query'
import { api, query, useCommand, type ResponseOf } from '@staff/api'
import { formatDay, formatMoney, RefusalText, Section } from '@portal/ui'
import { t } from '#portal/app/i18n.ts'

type Closing = ResponseOf<typeof api.myStoreClosingList>['items'][number]

/** A store that sold this member something is closing: until when it is open, what is left, and having it back. */
export function ClosingNotes() {
  const { data } = useQuery({ ...query(api.myStoreClosingList, {}), retry: false })
  return data?.items.map((closing) => <ClosingNote key={closing.noticeId} closing={closing} />)
}

function ClosingNote({ closing }: { closing: Closing }) {
  const { noticeId, storeName, lastDay, isBusinessEnd, reason, repaidWithinDays, owed } = closing
  const claim = useCommand(api.myStoreClosingClaim, { changes: [api.myStoreClosingList] })
  const asked = owed.filter(({ claimedAt }) => claimedAt !== null)
  const due = asked.map(({ dueDay }) => dueDay).find((day) => day !== null)
  const sum = owed.reduce((total, { cents }) => total + cents, 0)
  return (
    <Section title={t('storedValue.closing.title', { store: storeName })}>
      <div className="rp-paper rp-closing">
        <p>{t('storedValue.closing.until', { day: formatDay(lastDay), reason })}</p>
        <p>
          {t(isBusinessEnd ? 'storedValue.closing.leftAll' : 'storedValue.closing.left', { amount: formatMoney(sum) })}
        </p>
        {asked.length === owed.length ? (
          <p className="rp-small">
            {due ? t('storedValue.closing.due', { day: formatDay(due) }) : t('storedValue.closing.asked')}
          </p>
        ) : (
          <>
            <button
              className="rp-button rp-button-quiet"
              type="button"
              disabled={claim.isPending}
              onClick={() => claim.mutate({ noticeId })}
            >
              {t('storedValue.closing.ask')}
            </button>
            <p className="rp-small">
              {repaidWithinDays === null
                ? t('storedValue.closing.byShop')
                : t('storedValue.closing.within', { count: repaidWithinDays })}
            </p>
          </>
        )}
        <RefusalText error={claim.error} />
      </div>
    </Section>
  )
}
