import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { Link, useParams } from 'react-router'
import { api, query, useCommand } from '@staff/api'
import { formatInstant, formatMoney, Icon, Page, RefusalText, Row, Rows, Section } from '@portal/ui'
import { t } from '#portal/app/i18n.ts'
import { paths } from '#portal/app/paths.ts'
import { isMoving, type Order, refundWords, standingLooks, standingOf, type Standing, whyWords } from './order-words.ts'
import './orders.css'

const askMs = 2_000

/** One order: what is to be done now, and what became of it. It is booked by the server, whether this page is open or not. */
export function OrderPage() {
  const { orderId: onlineOrderId = '' } = useParams()
  const order = useSuspenseQuery({
    ...query(api.myOnlineOrderGet, { onlineOrderId }),
    staleTime: 0,
    refetchInterval: ({ state: { data } }) => (data && isMoving(data) ? askMs : false),
  }).data
  useFreshValue(order.state)
  const now = useNow(order.state === 'paying')
  const standing = standingOf(order, now)
  const { icon, tone } = standingLooks[standing]
  return (
    <Page
      title={t(`orders.kind.${order.kind}`)}
      backTo={order.kind === 'top_up' ? paths.storedValue() : paths.benefits()}
    >
      <div className="rp-paper rp-order" data-tone={tone} role="status">
        <span className="rp-order-icon">
          <Icon name={icon} size={30} />
        </span>
        <h2>{t(`orders.standing.${standing}`)}</h2>
        <p className="rp-order-amount">{formatMoney(order.amountCents)}</p>
        <p className="rp-small">{explained(order, standing, now)}</p>
      </div>
      {standing === 'toPay' && order.payment?.payUrl && <PayNow order={order} payUrl={order.payment.payUrl} />}
      <Section>
        <Rows>
          <Row title={t('orders.what')} value={order.name} />
          {order.bonusCents > 0 && <Row title={t('orders.bonus')} value={formatMoney(order.bonusCents)} />}
          <Row title={t('orders.at')} value={formatInstant(order.at)} />
          <Row
            title={t('orders.by')}
            value={t(order.payment ? `orders.means.${order.payment.provider}` : 'orders.means.stored_value')}
          />
        </Rows>
      </Section>
      <NextSteps order={order} standing={standing} />
    </Page>
  )
}

function explained(order: Order, standing: Standing, now: number): string {
  const refund = refundWords(order)
  switch (standing) {
    case 'toPay': {
      const seconds = Math.max(0, Math.ceil((Date.parse(order.payment!.expiresAt) - now) / 1_000))
      const time = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
      return t('orders.hint.toPay', { time })
    }
    case 'refused':
      return [whyWords(order.refusedCode), refund].filter(Boolean).join(' ')
    case 'late':
      return refund ?? t('orders.refund.pending')
    default:
      return t(`orders.hint.${standing}`)
  }
}

function PayNow({ order, payUrl }: { order: Order; payUrl: string }) {
  const cancel = useCommand(api.myOnlineOrderCancel, { changes: [api.myOnlineOrderGet] })
  const { provider } = order.payment!
  return (
    <div className="rp-order-steps">
      <a className="rp-button" href={payUrl}>
        {t('orders.payBy', { means: t(`orders.means.${provider}`) })}
      </a>
      <button
        type="button"
        className="rp-button rp-button-plain"
        disabled={cancel.isPending}
        onClick={() => cancel.mutate({ onlineOrderId: order.onlineOrderId })}
      >
        {t('orders.cancel')}
      </button>
      <RefusalText error={cancel.error} />
    </div>
  )
}

/** Where to go from here, once it is settled. */
function NextSteps({ order, standing }: { order: Order; standing: Standing }) {
  if (standing === 'booked')
    return (
      <div className="rp-order-steps">
        <Link className="rp-button" to={paths.benefits()}>
          {t('orders.toBenefits')}
        </Link>
        {order.kind === 'pass' ? (
          <Link className="rp-button rp-button-plain" to={paths.receipt(order.onlineOrderId)}>
            {t('orders.toReceipt')}
          </Link>
        ) : (
          <Link className="rp-button rp-button-plain" to={paths.statement()}>
            {t('orders.toStatement')}
          </Link>
        )}
      </div>
    )
  if (standing !== 'unpaid' && standing !== 'refused' && standing !== 'late') return null
  return (
    <div className="rp-order-steps">
      <Link className="rp-button" to={order.kind === 'top_up' ? paths.topUp() : paths.passShop()}>
        {t('orders.again')}
      </Link>
    </div>
  )
}

/** What other pages have read is old once an order is settled. */
function useFreshValue(state: Order['state']): void {
  const client = useQueryClient()
  const [before, setBefore] = useState(state)
  useEffect(() => {
    if (state === before) return
    setBefore(state)
    void client.invalidateQueries()
  }, [client, state, before])
}

/** The time, by the second, as long as it counts. */
function useNow(isRunning: boolean): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    if (!isRunning) return undefined
    const timer = setInterval(() => setNow(Date.now()), 1_000)
    return () => clearInterval(timer)
  }, [isRunning])
  return now
}
