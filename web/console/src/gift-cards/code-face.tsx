import { QRCode } from 'antd'
import { t } from '#app/i18n.ts'

/** A card's code as it is read aloud, typed and scanned: black on paper in every colour scheme. Null keeps its place until it is known. */
export function CodeFace({ code }: { code: string | null }) {
  return (
    <figure className="rg-gift-face">
      <QRCode
        type="svg"
        value={code ?? '-'}
        status={code === null ? 'loading' : 'active'}
        size={168}
        bordered={false}
        color="#1d1c19"
        bgColor="transparent"
        errorLevel="M"
        aria-label={t('gift-cards.qr')}
      />
      <figcaption>{code !== null && <code>{code}</code>}</figcaption>
    </figure>
  )
}
