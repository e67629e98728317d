import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api, query, useCommand } from '@staff/api'
import { formatDay, formatMoney, RefusalText, Sheet } from '@portal/ui'
import { t } from '#portal/app/i18n.ts'

/** The member agrees that a pass renews by itself: what is charged, when, when it is told before, and how it is stopped. */
export function StartRenewal({ passId }: { passId: string }) {
  const [isAsking, setAsking] = useState(false)
  return (
    <>
      <button className="rp-link" type="button" onClick={() => setAsking(true)}>
        {t('passes.auto.open')}
      </button>
      {isAsking && <Asking passId={passId} onClose={() => setAsking(false)} />}
    </>
  )
}

function Asking({ passId, onClose }: { passId: string; onClose: () => void }) {
  const { data, error } = useQuery({ ...query(api.myPassAutoRenewalQuote, { passId }), staleTime: 0, retry: false })
  const agree = useCommand(api.myPassAutoRenewalCreate, {
    changes: [api.myPassList, api.myPassAutoRenewalQuote],
    onSuccess: onClose,
  })
  return (
    <Sheet title={t('passes.auto.title')} onClose={onClose}>
      {data && (
        <p>
          {t('passes.auto.text', {
            day: formatDay(data.chargeDay),
            amount: formatMoney(data.priceCents),
            notice: formatDay(data.noticeDay),
          })}
        </p>
      )}
      <RefusalText error={error ?? agree.error} />
      <button
        type="button"
        className="rp-button"
        disabled={!data || agree.isPending}
        onClick={() => data && agree.mutate({ passId, priceCents: data.priceCents })}
      >
        {t('passes.auto.agree')}
      </button>
    </Sheet>
  )
}
