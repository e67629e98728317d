import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api, query, useCommand } from '@staff/api'
import { formatDay, RefusalText, Sheet } from '@portal/ui'
import { t } from '#portal/app/i18n.ts'

/** A rest ends early, or does not begin: the days that did not rest come off the end again, and that is said first. */
export function EndRest({ passId, freezeId }: { passId: string; freezeId: string }) {
  const [isAsking, setAsking] = useState(false)
  return (
    <>
      <button type="button" className="rp-link" onClick={() => setAsking(true)}>
        {t('passes.rest.end')}
      </button>
      {isAsking && <Asking passId={passId} freezeId={freezeId} onClose={() => setAsking(false)} />}
    </>
  )
}

function Asking({ passId, freezeId, onClose }: { passId: string; freezeId: string; onClose: () => void }) {
  const { data, error } = useQuery({ ...query(api.myPassThawQuote, { passId, freezeId }), staleTime: 0, retry: false })
  const thaw = useCommand(api.myPassThawCreate, {
    changes: [api.myPassList, api.myPassThawQuote, api.myPassFreezeQuote],
    onSuccess: onClose,
  })
  return (
    <Sheet title={t('passes.rest.endTitle')} onClose={onClose}>
      {data && (
        <p>
          {t(data.isCancelled ? 'passes.rest.endWhole' : 'passes.rest.endText', {
            days: data.givenBackDays,
            day: formatDay(data.endsDay),
          })}
        </p>
      )}
      <RefusalText error={error ?? thaw.error} />
      <button
        type="button"
        className="rp-button"
        disabled={!data || thaw.isPending}
        onClick={() => thaw.mutate({ passId, freezeId })}
      >
        {t('passes.rest.end')}
      </button>
    </Sheet>
  )
}
