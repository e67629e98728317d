import type { ReactNode } from 'react'
import type { CouponTerms } from '#modules/coupons/coupon-types.ts'
import { useNames } from '#console/promotions/use-names.ts'
import { benefitFace, conditionWords, namedInTerms } from './coupon-words.ts'
import './coupons.css'

type CouponFaceProps = {
  name: string
  terms: CouponTerms
  /** Until when, or for how long. */
  when: ReactNode
  isDim?: boolean
  children?: ReactNode
}

/** A coupon as a member knows it: what it is worth on the left, what it is called and until when on the right. */
export function CouponFace({ name, terms, when, isDim = false, children }: CouponFaceProps) {
  const nameOf = useNames(namedInTerms(terms))
  return (
    <div className={isDim ? 'rg-coupon rg-coupon-dim' : 'rg-coupon'}>
      <div className="rg-coupon-worth">
        <strong>{benefitFace(terms.benefit, nameOf)}</strong>
        <small>{conditionWords(terms)}</small>
      </div>
      <div className="rg-coupon-text">
        <strong>{name}</strong>
        <small>{when}</small>
        {children}
      </div>
    </div>
  )
}
