import { CheckCircleFilled, PrinterOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { api, query, type ResponseOf } from '@staff/api'
import { formatMoney, RefusalText } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { GiftCardPrintButton } from '#console/printing/paper-button.tsx'
import { CodeFace } from './code-face.tsx'

export type Loaded = ResponseOf<typeof api.giftCardLoadCreate>

type CardSoldProps = { answer: Loaded; isNew: boolean; onClose: () => void }

/** The card is loaded: change first; a new card's code large, with its QR, to print or write down. */
export function CardSold({ answer, isNew, onClose }: CardSoldProps) {
  const { loadId, giftCardId, codeTail, amountCents, balanceCents, changeCents } = answer
  return (
    <div className="rg-top-up-done rg-gift-sold" role="status">
      <CheckCircleFilled />
      <h2>{t(isNew ? 'gift-cards.sold.new' : 'gift-cards.sold.loaded', { amount: formatMoney(amountCents) })}</h2>
      {changeCents > 0 && (
        <p className="rg-sold-change">
          <span>{t('till.change')}</span>
          <strong>{formatMoney(changeCents)}</strong>
        </p>
      )}
      {isNew ? <NewCode giftCardId={giftCardId} /> : <code className="rg-gift-tail">{`···· ${codeTail}`}</code>}
      {!isNew && (
        <p className="rg-top-up-balance">
          <span>{t('gift-cards.balance')}</span>
          <strong>{formatMoney(balanceCents)}</strong>
        </p>
      )}
      <div className="rg-next-buttons">
        <Button type="primary" size="large" autoFocus onClick={onClose}>
          {t('gift-cards.sold.finish')}
        </Button>
        <GiftCardPrintButton loadId={loadId} size="large" isFresh />
        {isNew && (
          <Button size="large" icon={<PrinterOutlined />} onClick={() => window.print()}>
            {t('gift-cards.sold.print')}
          </Button>
        )}
      </div>
    </div>
  )
}

function NewCode({ giftCardId }: { giftCardId: string }) {
  // A secret: gone from memory as soon as the dialog is.
  const { data, error } = useQuery({ ...query(api.giftCardCodeGet, { giftCardId }), gcTime: 0, staleTime: Infinity })
  if (error) return <RefusalText error={error} />
  return (
    <>
      <CodeFace code={data?.codes[0] ?? null} />
      <p className="rg-faint">{t('gift-cards.sold.keep')}</p>
    </>
  )
}
