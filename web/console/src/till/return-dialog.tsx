import { useMutation, useQuery } from '@tanstack/react-query'
import { Button, Segmented } from 'antd'
import { useEffect, useState } from 'react'
import { api, ApiRefusal, query, send, type InputOf, type ResponseOf } from '@staff/api'
import {
  ApprovalDialog,
  CommandForm,
  DangerButton,
  formatMoney,
  ModalDialog,
  ReasonField,
  RefusalText,
} from '@staff/ui'
import { newId } from '#shared/ids.ts'
import { t } from '#app/i18n.ts'
import { queryClient } from '#app/query-client.ts'
import { QuickReasons } from '#console/cashier/quick-reasons.tsx'
import '#console/cashier/cashier.css'
import { noteReceiptNumber } from '#console/offline/till-contact.ts'
import { BareReturnPrintButton } from '#console/printing/paper-button.tsx'
import { quantityText } from './quantity-text.ts'
import { ReceiptFinder } from './receipt-finder.tsx'
import { taskClock } from './task-clock.ts'
import type { Till } from './use-cart.ts'

type ReturnDialogProps = {
  open: boolean
  /** The receipt that was scanned in the till's input; else empty. */
  find: string
  till: Till
  storeId: string
  onFound: (saleId: string) => void
  onClose: () => void
}

/** Goods come back: by their receipt, or without one what lies in the cart. */
export function ReturnDialog({ open, onClose, ...rest }: ReturnDialogProps) {
  return (
    <ModalDialog
      open={open}
      onCancel={onClose}
      footer={null}
      width={560}
      title={t('till.return.title')}
      destroyOnHidden
    >
      <Ways onClose={onClose} {...rest} />
    </ModalDialog>
  )
}

type Way = 'receipt' | 'bare'

function Ways({ find, till, storeId, onFound, onClose }: Omit<ReturnDialogProps, 'open'>) {
  // As it stood when this opened: booking empties the cart, and what was booked is still to be read.
  const [hasGoods] = useState(till.priced !== null)
  const [way, setWay] = useState<Way>(hasGoods && find === '' ? 'bare' : 'receipt')
  useEffect(() => {
    taskClock.begin('refund')
  }, [])
  return (
    <>
      <Segmented<Way>
        block
        size="large"
        className="rg-till-ways"
        aria-label={t('till.return.ways')}
        value={way}
        onChange={setWay}
        options={(['receipt', 'bare'] as const).map((value) => ({ value, label: t(`till.return.way.${value}`) }))}
      />
      {way === 'receipt' ? (
        <ReceiptFinder storeId={storeId} start={find} onFound={onFound} />
      ) : hasGoods ? (
        <ReturnForm till={till} storeId={storeId} onClose={onClose} />
      ) : (
        <p className="rg-faint">{t('till.return.scanFirst')}</p>
      )}
    </>
  )
}

type ReturnInput = InputOf<typeof api.bareReturnCreate>
type Booked = ResponseOf<typeof api.bareReturnCreate>
type PaidTo = ReturnInput['paidTo']
type Disposition = 'sellable' | 'damaged'

type ReturnFormProps = Pick<ReturnDialogProps, 'till' | 'storeId' | 'onClose'>

/** What lies in the cart without a receipt, each at the lowest price it is sold at now. */
function ReturnForm({ till, storeId, onClose }: ReturnFormProps) {
  const { cart, dispatch, priced } = till
  const [paidTo, setPaidTo] = useState<PaidTo>('cash')
  const [disposition, setDisposition] = useState<Disposition>('sellable')
  const lines = (priced?.lines ?? []).map(({ lineId, productId, quantityMilli }) => ({
    ...{ lineId, productId, quantityMilli },
    disposition,
  }))
  const request = { storeId, memberId: cart.memberId, lines, paidTo }
  const answer = useQuery({
    ...query(api.bareReturnQuote, request),
    enabled: lines.length > 0,
    staleTime: 0,
    retry: false,
  })
  const returning = useReturn((booked) => {
    dispatch({ type: 'startNew' })
    void queryClient.invalidateQueries()
    return booked
  })
  if (returning.booked) return <Returned booked={returning.booked} paidTo={paidTo} onClose={onClose} />
  const quote = answer.isError ? undefined : answer.data
  return (
    <div className="rg-till-sheet">
      <p>{t('till.return.lead')}</p>
      <Segmented<PaidTo>
        block
        size="large"
        aria-label={t('till.return.paidTo')}
        value={paidTo}
        onChange={setPaidTo}
        options={[
          { value: 'cash', label: t('till.return.cash') },
          { value: 'stored_value', label: t('till.return.stored'), disabled: cart.memberId === null },
        ]}
      />
      <Segmented<Disposition>
        block
        size="large"
        aria-label={t('till.return.goods')}
        value={disposition}
        onChange={setDisposition}
        options={(['sellable', 'damaged'] as const).map((value) => ({
          value,
          label: t(`cashier.disposition.${value}`),
        }))}
      />
      <CommandForm
        command={returning.command}
        onSubmit={({ reason }: { reason: string }) =>
          quote && returning.command.mutate({ ...request, fingerprint: quote.fingerprint, reason })
        }
      >
        <QuickReasons />
        <ReasonField name="reason" label={t('cashier.refund.reason')} autoFocus />
        <RefusalText error={answer.error} />
        <ul className="rg-till-return" aria-live="polite">
          {quote?.lines.map(({ lineId, name, quantityMilli, unitPriceCents, netCents }) => (
            <li key={lineId}>
              <span>{name}</span>
              <small>{`${formatMoney(unitPriceCents)} × ${quantityText(quantityMilli)}`}</small>
              <strong className="rg-money">{formatMoney(netCents)}</strong>
            </li>
          ))}
        </ul>
        <DangerButton block size="large" disabled={!quote || answer.isFetching}>
          {t('till.return.confirm', { amount: formatMoney(quote?.paidCents ?? 0) })}
        </DangerButton>
      </CommandForm>
      {returning.approvalDialog}
    </div>
  )
}

/** Books under an id of its own, which a manager's approval names. Prices that moved are shown again. */
function useReturn(onBooked: (booked: Booked) => void) {
  const [refundId] = useState(newId)
  const [booked, setBooked] = useState<Booked | null>(null)
  const [waiting, setWaiting] = useState<{ input: ReturnInput; amountCents: number; permission: string } | null>(null)
  const command = useMutation<Booked, ApiRefusal, ReturnInput>({
    networkMode: 'always',
    mutationFn: (input) => send(api.bareReturnCreate, input, { idempotencyKey: refundId }),
    onSuccess: (answer) => {
      void noteReceiptNumber(answer.receiptNumber)
      setBooked(answer)
      onBooked(answer)
    },
    onError: (error, input) => {
      if (!(error instanceof ApiRefusal)) return
      if (error.code === 'refund_approval_needed') {
        setWaiting({ input, ...(error.details as { amountCents: number; permission: string }) })
      }
      if (error.code === 'quote_changed') void queryClient.invalidateQueries({ queryKey: [api.bareReturnQuote.path] })
    },
  })
  const approvalDialog = waiting && (
    <ApprovalDialog
      onClose={() => setWaiting(null)}
      permission={waiting.permission}
      subject={{ kind: 'refund', id: refundId }}
      amountCents={waiting.amountCents}
      onApproved={(approvalId) => {
        setWaiting(null)
        command.mutate({ ...waiting.input, approvalId })
      }}
    >
      {t('till.return.approve', { amount: formatMoney(waiting.amountCents) })}
    </ApprovalDialog>
  )
  return { command, booked, approvalDialog }
}

function Returned({ booked, paidTo, onClose }: { booked: Booked; paidTo: PaidTo; onClose: () => void }) {
  return (
    <div className="rg-sold" role="status">
      <h2>{t('cashier.refund.booked', { amount: formatMoney(booked.paidCents) })}</h2>
      <p className="rg-faint">{booked.receiptNumber}</p>
      {paidTo === 'cash' && (
        <p className="rg-sold-change">
          <span>{t('cashier.refund.handOut')}</span>
          <strong>{formatMoney(booked.paidCents)}</strong>
        </p>
      )}
      <div className="rg-next-buttons">
        <Button type="primary" size="large" autoFocus onClick={onClose}>
          {t('cashier.refund.close')}
        </Button>
        <BareReturnPrintButton returnId={booked.refundId} size="large" isFresh />
      </div>
    </div>
  )
}
