import { Button } from 'antd'
import { useMemo, useRef } from 'react'
import { ModalDialog } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { CouponPicker } from '#console/coupons/coupon-picker.tsx'
import '#console/coupons/coupons.css'
import { pricingCartOf } from './cart-state.ts'
import { useScansLandIn } from './till-keys.ts'
import type { Till } from './use-cart.ts'

type CouponDialogProps = { open: boolean; till: Till; onClose: () => void }

/** Which coupons the sale uses: the best are picked as the cart changes, until somebody chooses others. */
export function CouponDialog({ open, till, onClose }: CouponDialogProps) {
  return (
    <ModalDialog
      open={open}
      onCancel={onClose}
      footer={null}
      width={560}
      title={t('till.coupons.title')}
      destroyOnHidden
    >
      <Picker till={till} />
      <Button type="primary" size="large" block autoFocus onClick={onClose}>
        {t('till.coupons.done')}
      </Button>
    </ModalDialog>
  )
}

function Picker({ till: { cart, facts, pick, dispatch } }: { till: Till }) {
  const plain = useMemo(() => pricingCartOf(cart), [cart])
  const best = pick?.couponIds ?? []
  const body = useRef<HTMLDivElement>(null)
  useScansLandIn(() => body.current?.querySelector<HTMLInputElement>('.rg-coupon-code input'))
  return (
    <div ref={body}>
      <CouponPicker
        cart={plain}
        facts={facts}
        chosenIds={cart.couponIds ?? best}
        // Whoever chooses what is best leaves the choice to the till, which goes on picking as the cart changes.
        onChoose={(ids) => dispatch({ type: 'setCoupons', couponIds: isSame(ids, best) ? null : ids })}
        onOpened={(couponId) => dispatch({ type: 'showCoupon', couponId })}
      />
    </div>
  )
}

function isSame(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((id) => others.includes(id))
}
