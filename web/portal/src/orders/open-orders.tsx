import { useSuspenseQuery } from '@tanstack/react-query'
import { api, query } from '@staff/api'
import { formatMoney, Row, Rows } from '@portal/ui'
import { t } from '#portal/app/i18n.ts'
import { paths } from '#portal/app/paths.ts'
import { isMoving, standingLooks, standingOf } from './order-words.ts'

/** Orders that are not settled yet, and money that is on its way back: wherever value is looked at, they are in sight. */
export function OpenOrders() {
  const { items } = useSuspenseQuery(query(api.myOnlineOrderList, {})).data
  const open = items.filter((order) => isMoving(order) || order.payment?.refundState === 'failed')
  if (open.length === 0) return null
  return (
    <div className="rp-section">
      <Rows>
        {open.map((order) => {
          const standing = standingOf(order, Date.now())
          return (
            <Row
              key={order.onlineOrderId}
              to={paths.order(order.onlineOrderId)}
              icon={standingLooks[standing].icon}
              title={t(`orders.standing.${standing}`)}
              hint={order.name}
              value={formatMoney(order.amountCents)}
            />
          )
        })}
      </Rows>
    </div>
  )
}
