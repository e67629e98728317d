import { useState } from 'react'
import { api, send } from '@staff/api'
import { EmptyState, MoreButton, Page, usePages } from '@portal/ui'
import { t } from '#portal/app/i18n.ts'
import { paths } from '#portal/app/paths.ts'
import { CouponTicket } from './coupon-ticket.tsx'
import { GiveCoupon } from './give-coupon.tsx'
import { GivenCoupons } from './given-coupons.tsx'

const states = ['usable', 'used', 'expired'] as const
type State = (typeof states)[number]

/** What can be used, what was, and what ended, each with its terms in words. */
export function CouponsPage() {
  const [state, setState] = useState<State>('usable')
  return (
    <Page title={t('coupons.title')} backTo={paths.me()}>
      <div className="rp-choices" role="group" aria-label={t('coupons.show')}>
        {states.map((each) => (
          <button key={each} type="button" aria-pressed={each === state} onClick={() => setState(each)}>
            {t(`coupons.state.${each}`)}
          </button>
        ))}
      </div>
      <Coupons key={state} state={state} />
      {state === 'usable' && <GivenCoupons />}
    </Page>
  )
}

function Coupons({ state }: { state: State }) {
  const { pages, items, more } = usePages(['coupons', state], (cursor) =>
    send(api.myCouponList, { state, ...(cursor ? { cursor } : {}) }),
  )
  const names = Object.assign({}, ...pages.map((page) => page.names)) as Record<string, string>
  if (items.length === 0)
    return (
      <EmptyState icon="ticket" title={t(`coupons.none.${state}`)}>
        {state === 'usable' && t('coupons.noneHint')}
      </EmptyState>
    )
  return (
    <>
      <ul className="rp-tickets">
        {items.map((coupon) => (
          <CouponTicket key={coupon.couponId} coupon={coupon} names={names}>
            {state === 'usable' && <GiveCoupon coupon={coupon} />}
          </CouponTicket>
        ))}
      </ul>
      <MoreButton more={more} />
    </>
  )
}
