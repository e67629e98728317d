import { CheckCircleFilled } from '@ant-design/icons'
import { Button } from 'antd'
import type { api, ResponseOf } from '@staff/api'
import { formatMoney } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { TopUpPrintButton } from '#console/printing/paper-button.tsx'

export type ToppedUpAnswer = ResponseOf<typeof api.topUpCreate>

/** The top-up is booked: change first, then what the member can spend now. */
export function ToppedUp({ answer, onClose }: { answer: ToppedUpAnswer; onClose: () => void }) {
  const { topUpId, topUpNumber, principalCents, bonusCents, changeCents, storedCents } = answer
  return (
    <div className="rg-top-up-done" role="status">
      <CheckCircleFilled />
      <h2>{t('top-ups.sell.got', { amount: formatMoney(principalCents + bonusCents) })}</h2>
      {bonusCents > 0 && (
        <p className="rg-faint">
          {t('top-ups.sell.gotGift', { principal: formatMoney(principalCents), bonus: formatMoney(bonusCents) })}
        </p>
      )}
      {changeCents > 0 && (
        <p className="rg-sold-change">
          <span>{t('top-ups.sell.change')}</span>
          <strong>{formatMoney(changeCents)}</strong>
        </p>
      )}
      <p className="rg-top-up-balance">
        <span>{t('top-ups.sell.balance')}</span>
        <strong>{formatMoney(storedCents)}</strong>
      </p>
      <p className="rg-faint">{t('top-ups.sell.number', { number: topUpNumber })}</p>
      <div className="rg-next-buttons">
        <Button type="primary" size="large" autoFocus onClick={onClose}>
          {t('top-ups.sell.finish')}
        </Button>
        <TopUpPrintButton topUpId={topUpId} size="large" isFresh />
      </div>
    </div>
  )
}
