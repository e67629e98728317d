import { useSuspenseQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { api, query } from '@staff/api'
import { Row, Rows, Section } from '@portal/ui'
import { t } from '#portal/app/i18n.ts'
import { paths } from '#portal/app/paths.ts'
import { CouponTicket } from '#portal/coupons/coupon-ticket.tsx'

const shown = 3

/** The coupons that end first. */
export function CouponsPart() {
  const { items, names } = useSuspenseQuery(query(api.myCouponList, { state: 'usable', limit: shown })).data
  return (
    <Section title={t('benefits.coupons')} action={<Link to={paths.coupons()}>{t('benefits.all')}</Link>}>
      {items.length === 0 ? (
        <Rows>
          <Row icon="ticket" to={paths.coupons()} title={t('benefits.noCoupons')} />
        </Rows>
      ) : (
        <ul className="rp-tickets">
          {items.map((coupon) => (
            <CouponTicket key={coupon.couponId} coupon={coupon} names={names} />
          ))}
        </ul>
      )}
    </Section>
  )
}
