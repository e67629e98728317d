import { RedEnvelopeOutlined } from '@ant-design/icons'
import { lazy, Suspense, useState } from 'react'
import { t } from '#app/i18n.ts'
import { useMay, useStore } from '#app/session.ts'

const SellCardDialog = lazy(async () => ({ default: (await import('./sell-card-dialog.tsx')).SellCardDialog }))

/** In the till's bar: sells or loads a gift card, whatever stands in the cart. */
export function SellCardButton() {
  const [isOpen, setOpen] = useState(false)
  const { id: storeId } = useStore()
  if (!useMay()('giftcard.sell') || storeId === '') return null
  return (
    <>
      <button type="button" className="rg-till-leave" onClick={() => setOpen(true)}>
        <RedEnvelopeOutlined />
        {t('gift-cards.title')}
      </button>
      {isOpen && (
        <Suspense>
          <SellCardDialog open onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  )
}
