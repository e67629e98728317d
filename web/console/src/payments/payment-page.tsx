import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { Link, type LoaderFunctionArgs, useParams } from 'react-router'
import { api, query, useCommand } from '@staff/api'
import {
  CommandForm,
  ConfirmDrawer,
  DangerButton,
  Facts,
  InstantText,
  MoneyText,
  Page,
  ReasonField,
  RefusalText,
  Section,
  StatusTag,
  Timeline,
} from '@staff/ui'
import { tradeNoOf } from '#modules/payments/payment-rules.ts'
import { t } from '#app/i18n.ts'
import { idParam, paths } from '#app/paths.ts'
import { queryClient } from '#app/query-client.ts'
import { useMay, useSession, useStore } from '#app/session.ts'
import { PaymentState } from './payment-list-page.tsx'
import { cardText, historyTitle, modeName, providerName, reasonText, type Payment } from './payment-words.ts'
import './payments.css'

const paymentQuery = (paymentId: string) => query(api.paymentGet, { paymentId })

export async function loader({ params }: LoaderFunctionArgs) {
  await queryClient.ensureQueryData(paymentQuery(idParam(params, 'paymentId')))
  return null
}

/** One payment: what it is, what happened, and what a person may do about it. */
export function PaymentPage() {
  const paymentId = idParam(useParams(), 'paymentId')
  const payment = useSuspenseQuery({ ...paymentQuery(paymentId), refetchInterval: 5_000 }).data
  const may = useMay()
  return (
    <Page
      title={providerName(payment.provider)}
      badge={<PaymentState payment={payment} />}
      back={paths.payments()}
      width="reading"
      actions={<Actions payment={payment} />}
    >
      <Section title={t('payments.facts')}>
        <PaymentFacts payment={payment} />
      </Section>
      {payment.refunds.length > 0 && <Refunds payment={payment} />}
      {may('payments.read') && <History paymentId={paymentId} />}
    </Page>
  )
}

function PaymentFacts({ payment }: { payment: Payment }) {
  const { stores } = useSession()
  const { amountCents, mode, storeId, reason, providerNo, card, createdAt, confirmedAt, claimSaleId, purpose } = payment
  return (
    <Facts
      rows={[
        [t('payments.amount'), <MoneyText key="amount" cents={amountCents} strong />],
        [t('payments.modeTitle'), modeName(mode)],
        [t('payments.store'), stores.find(({ id }) => id === storeId)?.name],
        [t('payments.reasonTitle'), reasonText(reason)],
        [t('payments.at'), <InstantText key="at" at={createdAt} />],
        [t('payments.confirmedAt'), confirmedAt && <InstantText key="confirmedAt" at={confirmedAt} />],
        [t('payments.providerNo'), providerNo],
        [t('payments.orderNo'), tradeNoOf(payment.id)],
        ...(card ? [[t('payments.card'), cardText(card)] as const] : []),
        [t('payments.purposeTitle'), t(`payments.purpose.${purpose}`)],
        [
          t('payments.booked'),
          claimSaleId ? <ToRecord purpose={purpose} recordId={claimSaleId} /> : t('payments.notBooked'),
        ],
      ]}
    />
  )
}

/** To what took the money. A load of a gift card has no page of its own. */
function ToRecord({ purpose, recordId }: { purpose: Payment['purpose']; recordId: string }) {
  if (purpose === 'gift_card_load') return t('payments.isBooked')
  const path = purpose === 'sale' ? paths.sale({ saleId: recordId }) : paths.topUp({ topUpId: recordId })
  return <Link to={path}>{t('payments.toRecord')}</Link>
}

function Refunds({ payment }: { payment: Payment }) {
  const may = useMay()
  const retry = useCommand(api.paymentRefundRetry)
  return (
    <Section title={t('payments.refunds')}>
      {payment.refunds.map(({ paymentRefundId, cause, state, amountCents, reason }) => (
        <div key={paymentRefundId} className="rg-payment-refund">
          <span>
            {t(`payments.cause.${cause}`)}{' '}
            <StatusTag tone={state === 'confirmed' ? 'good' : state === 'failed' ? 'bad' : 'info'}>
              {t(`payments.refundState.${state}`)}
            </StatusTag>{' '}
            {state === 'failed' && reasonText(reason)}
          </span>
          <span className="rg-row-actions">
            {state === 'failed' && may('payments.settle') && (
              <Button size="small" loading={retry.isPending} onClick={() => retry.mutate({ paymentRefundId })}>
                {t('payments.retryRefund')}
              </Button>
            )}
            <MoneyText cents={-amountCents} />
          </span>
        </div>
      ))}
      <RefusalText error={retry.error} />
    </Section>
  )
}

function History({ paymentId }: { paymentId: string }) {
  const { timeZone } = useStore()
  const items = useQuery(query(api.paymentHistoryGet, { paymentId })).data?.items ?? []
  if (items.length === 0) return null
  return (
    <Section title={t('payments.historyTitle')}>
      <Timeline
        timeZone={timeZone}
        items={items.toReversed().map(({ eventNo, at, kind, reason }) => ({
          id: String(eventNo),
          at,
          title: historyTitle(kind),
          detail: reasonText(reason) ?? undefined,
        }))}
      />
    </Section>
  )
}

/** Ask again, call off, give back what no sale took, close what nobody tells about. */
function Actions({ payment }: { payment: Payment }) {
  const may = useMay()
  const { id: paymentId, state, cancelAskedAt, claimSaleId, refunds } = payment
  const [asked, setAsked] = useState<'refund' | 'writeOff' | null>(null)
  const ask = useCommand(api.paymentAsk)
  const cancel = useCommand(api.paymentCancel)
  const isOpen = ['created', 'sent', 'pending', 'unknown'].includes(state)
  const isOrphan = state === 'confirmed' && !claimSaleId && refunds.length === 0
  return (
    <>
      {state !== 'confirmed' && may('sale.sell') && (
        <Button loading={ask.isPending} onClick={() => ask.mutate({ paymentId })}>
          {t('payments.ask')}
        </Button>
      )}
      {isOpen && !cancelAskedAt && may('sale.sell') && (
        <Button loading={cancel.isPending} onClick={() => cancel.mutate({ paymentId })}>
          {t('payments.cancel')}
        </Button>
      )}
      {isOrphan && may('payments.settle') && (
        <Button type="primary" onClick={() => setAsked('refund')}>
          {t('payments.refund')}
        </Button>
      )}
      {state === 'unknown' && cancelAskedAt && may('payments.settle') && (
        <Button onClick={() => setAsked('writeOff')}>{t('payments.writeOff')}</Button>
      )}
      <SettleDrawer payment={payment} what={asked} onClose={() => setAsked(null)} />
    </>
  )
}

type SettleDrawerProps = { payment: Payment; what: 'refund' | 'writeOff' | null; onClose: () => void }

function SettleDrawer({ payment: { id: paymentId, amountCents }, what, onClose }: SettleDrawerProps) {
  const refund = useCommand(api.paymentRefundCreate, { onSuccess: onClose })
  const writeOff = useCommand(api.paymentWriteOff, { onSuccess: onClose })
  const title = what === 'writeOff' ? t('payments.writeOff') : t('payments.refund')
  return (
    <ConfirmDrawer open={what !== null} title={title} onClose={onClose}>
      <p>{what === 'writeOff' ? t('payments.writeOffText') : t('payments.refundText')}</p>
      <Facts rows={[[t('payments.amount'), <MoneyText key="amount" cents={amountCents} strong />]]} />
      {what === 'writeOff' ? (
        <CommandForm<unknown, unknown, { reason: string }>
          command={writeOff as never}
          onSubmit={({ reason }) => writeOff.mutate({ paymentId, reason })}
        >
          <ReasonField name="reason" label={t('payments.why')} autoFocus />
          <DangerButton>{t('payments.writeOff')}</DangerButton>
        </CommandForm>
      ) : (
        <CommandForm<unknown, unknown, { reason: string }>
          command={refund as never}
          onSubmit={({ reason }) => refund.mutate({ paymentId, reason })}
        >
          <ReasonField name="reason" label={t('payments.why')} autoFocus />
          <DangerButton>{t('payments.refund')}</DangerButton>
        </CommandForm>
      )}
    </ConfirmDrawer>
  )
}
