import { Button } from 'antd'
import { api, type ResponseOf, useCommand } from '@staff/api'
import { Facts, formatDay, formatMoney, RefusalText } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { leavingChanges } from './retention-words.ts'

export type Finished = ResponseOf<typeof api.leavingFinish>

/** What was done, to be read out; money that no machine gives back can be handed over at once. */
export function LeavingReceipt({ finished, onClose }: { finished: Finished; onClose: () => void }) {
  const { leavingId, receiptNumber, refundCents, toHandOverCents, lastDay } = finished
  const handOver = useCommand(api.leavingHandOver, { changes: leavingChanges })
  return (
    <>
      <Facts
        rows={[
          [t('retention.leave.receipt'), receiptNumber],
          [t('passes.cancel.ends'), lastDay ? formatDay(lastDay) : t('passes.time.now')],
          [t('retention.leave.refund'), formatMoney(refundCents)],
          ...(toHandOverCents > 0 ? [[t('retention.handOver.title'), formatMoney(toHandOverCents)] as const] : []),
        ]}
      />
      <p className="rg-faint">{t('retention.leave.receiptHint')}</p>
      <div className="rg-retention-when">
        {toHandOverCents > 0 && (
          <Button
            type="primary"
            loading={handOver.isPending}
            disabled={handOver.isSuccess}
            onClick={() => handOver.mutate({ leavingId })}
          >
            {handOver.isSuccess
              ? t('retention.handOver.done', { amount: formatMoney(toHandOverCents) })
              : t('retention.handOver.button')}
          </Button>
        )}
        <Button onClick={onClose}>{t('retention.leave.close')}</Button>
      </div>
      <RefusalText error={handOver.error} />
    </>
  )
}
