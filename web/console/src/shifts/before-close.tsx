import { CloudSyncOutlined, ExclamationCircleFilled } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { api, query, useCommand, type ResponseOf } from '@staff/api'
import { InstantText, MoneyText, RefusalText, StatusTag } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { useLineState } from '#console/offline/line-state.ts'
import { wake } from '#console/offline/sync-queue.ts'
import { stateName } from '#console/payments/payment-words.ts'

type OpenPayment = ResponseOf<typeof api.openPaymentList>['items'][number]

const lookEveryMs = 3_000
const placeId = 'before-close'

/** The close was refused for one of these: they are brought into sight. */
export function showWhatKeepsOpen(): void {
  document.getElementById(placeId)?.scrollIntoView({ block: 'center' })
}

/**
 * What keeps this till's shift open, with what to do about it: sales that have not reached the server, payments whose end nobody
 * knows. Told before anybody counts: a count that such a payment overtakes has to be done again.
 */
export function BeforeClose({ storeId, deviceId }: { storeId: string; deviceId: string }) {
  const { waiting, offlineSince } = useLineState()
  const open = useOpenPayments(storeId, deviceId)
  if (waiting === 0 && offlineSince === null && open.length === 0) return null
  return (
    <section id={placeId} className="rg-before-close" aria-label={t('shifts.before.title')}>
      <h3>
        <ExclamationCircleFilled /> {t('shifts.before.title')}
      </h3>
      {(waiting > 0 || offlineSince !== null) && <Unsent waiting={waiting} isOffline={offlineSince !== null} />}
      {open.map((payment) => (
        <OpenPaymentRow key={payment.id} payment={payment} />
      ))}
      {open.length > 0 && <p className="rg-faint">{t('shifts.before.paymentsText')}</p>}
    </section>
  )
}

/** Asked again and again while there are any: a provider's answer comes by itself. */
function useOpenPayments(storeId: string, deviceId: string): readonly OpenPayment[] {
  const { data } = useQuery({
    ...query(api.openPaymentList, { storeId, deviceId }),
    staleTime: 0,
    retry: false,
    refetchInterval: ({ state }) => (state.data?.items.length ? lookEveryMs : false),
  })
  return data?.items ?? []
}

function Unsent({ waiting, isOffline }: { waiting: number; isOffline: boolean }) {
  const [isTrying, setTrying] = useState(false)
  const tryNow = async () => {
    setTrying(true)
    await wake().finally(() => setTrying(false))
  }
  return (
    <div className="rg-before-close-row">
      <span>
        {waiting > 0 && <strong>{t('shifts.before.unsent', { count: waiting })}</strong>}{' '}
        {t(isOffline ? 'shifts.before.offlineText' : 'shifts.before.unsentText')}
      </span>
      <Button icon={<CloudSyncOutlined />} loading={isTrying} onClick={() => void tryNow()}>
        {t('offline.tryNow')}
      </Button>
    </div>
  )
}

function OpenPaymentRow({ payment: { id: paymentId, amountCents, state, createdAt } }: { payment: OpenPayment }) {
  const changes = [api.openPaymentList, api.paymentGet]
  const ask = useCommand(api.paymentAsk, { changes })
  const cancel = useCommand(api.paymentCancel, { changes })
  return (
    <div className="rg-before-close-row">
      <span>
        <MoneyText cents={amountCents} strong /> <InstantText at={createdAt} />{' '}
        <StatusTag tone="warn">{stateName(state)}</StatusTag>
      </span>
      <span className="rg-before-close-acts">
        <Button loading={ask.isPending} onClick={() => ask.mutate({ paymentId })}>
          {t('payments.ask')}
        </Button>
        <Button loading={cancel.isPending} onClick={() => cancel.mutate({ paymentId })}>
          {t('payments.cancel')}
        </Button>
      </span>
      <RefusalText error={ask.error ?? cancel.error} />
    </div>
  )
}
