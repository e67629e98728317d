import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, useCommand } from '@staff/api'
import { RefusalText, Sheet } from '@portal/ui'
import { t } from '#portal/app/i18n.ts'
import type { Coupon } from './coupon-words.ts'
import { ShareLink } from './share-link.tsx'

/** Gives a coupon to whoever opens the link: first what that means, then the link. */
export function GiveCoupon({ coupon }: { coupon: Coupon }) {
  const [isOpen, setOpen] = useState(false)
  const client = useQueryClient()
  // A ticket that was given leaves the list when its sheet is closed, not under the reader's thumb.
  const close = () => {
    setOpen(false)
    void client.invalidateQueries()
  }
  return (
    <>
      <button type="button" className="rp-link" onClick={() => setOpen(true)}>
        {t('coupons.give.action')}
      </button>
      {isOpen && <GiveSheet coupon={coupon} onClose={close} />}
    </>
  )
}

function GiveSheet({ coupon, onClose }: { coupon: Coupon; onClose: () => void }) {
  const give = useCommand(api.myCouponGiftCreate, { changes: [api.myCouponGiftList] })
  const { data } = give
  return (
    <Sheet title={t('coupons.give.title', { name: coupon.name })} onClose={onClose}>
      <p className="rp-small">{t('coupons.give.text')}</p>
      <RefusalText error={give.error} />
      {data ? (
        <ShareLink title={coupon.name} path={data.path} />
      ) : (
        <button
          type="button"
          className="rp-button"
          disabled={give.isPending}
          onClick={() => give.mutate({ couponId: coupon.couponId })}
        >
          {t('coupons.give.make')}
        </button>
      )}
    </Sheet>
  )
}
