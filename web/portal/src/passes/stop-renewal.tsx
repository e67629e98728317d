import { api, useCommand } from '@staff/api'
import { RefusalText } from '@portal/ui'
import { t } from '#portal/app/i18n.ts'

/** One tap, and nothing is charged any more; the pass runs to its end. */
export function StopRenewal({ passId }: { passId: string }) {
  const stop = useCommand(api.myPassAutoRenewalDelete)
  return (
    <>
      <button className="rp-link" type="button" disabled={stop.isPending} onClick={() => stop.mutate({ passId })}>
        {t('passes.stopRenewal')}
      </button>
      <RefusalText error={stop.error} />
    </>
  )
}
