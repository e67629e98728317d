import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { ConfigProvider, Form } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { Link } from 'react-router'
import { api, ApiRefusal, query, useCommand, type InputOf, type ResponseOf } from '@staff/api'
import {
  ApprovalDialog,
  CommandForm,
  ConfirmDrawer,
  DangerButton,
  Facts,
  formatMoney,
  KeyHint,
  MoneyText,
  ReasonField,
} from '@staff/ui'
import { t } from '#app/i18n.ts'
import { queryClient } from '#app/query-client.ts'
import { paths } from '#app/paths.ts'
import { useStore } from '#app/session.ts'
import { useStoreNames } from '#console/members/use-store-names.ts'
import { isTill, noteReceiptNumber } from '#console/offline/till-contact.ts'
import type { HeldReturn } from '#console/till/exchange-rules.ts'
import { taskClock, useTaskSteps, useTimingReports } from '#console/till/task-clock.ts'
import { useDialogKeys } from '#console/till/till-keys.ts'
import { ExchangeButton } from './exchange-button.tsx'
import { QuickReasons } from './quick-reasons.tsx'
import { requestedLines, wholeRest, type RefundDraft } from './refund-draft-rules.ts'
import { RefundDone } from './refund-done.tsx'
import { RefundLines } from './refund-lines.tsx'
import { RefundPlan } from './refund-plan.tsx'
import type { Sale } from './sale-page.tsx'

export type RefundQuote = ResponseOf<typeof api.refundQuote>
type RefundInput = InputOf<typeof api.refundCreate>
type Booked = ResponseOf<typeof api.refundCreate> & { quote: RefundQuote }

/** A void takes the whole sale back; in a refund somebody chooses. */
export type GivingBack = 'refund' | 'void'

type RefundDrawerProps = {
  kind: GivingBack | null
  sale: Sale
  onClose: () => void
  /** At the till what comes back is held there at once; else the till opens with it. */
  onExchange?: (held: HeldReturn) => void
}

/** Beside the sale: what comes back, what is paid back for it and where from, why. Books exactly what it shows. */
export function RefundDrawer({ kind, sale, onClose, onExchange }: RefundDrawerProps) {
  const open = kind !== null
  const [booked, setBooked] = useState<Booked | null>(null)
  useRefundTiming(open, sale.storeId)
  const book = (next: Booked) => {
    taskClock.end('refund', { storeId: sale.storeId, items: next.quote.lines.length, isDone: true })
    setBooked(next)
  }
  const close = () => {
    setBooked(null)
    onClose()
  }
  const title = t(kind === 'void' ? 'cashier.refund.voidTitle' : 'cashier.refund.title', { number: sale.receiptNumber })
  return (
    <ConfirmDrawer open={open} title={title} onClose={close} size="large">
      {/* Goods come back at the counter: everything is touched. */}
      <ConfigProvider componentSize="large">
        {booked ? (
          <RefundDone sale={sale} booked={booked} quote={booked.quote} onClose={close} />
        ) : (
          <RefundForm sale={sale} isVoid={kind === 'void'} onBooked={book} onExchange={onExchange} />
        )}
      </ConfigProvider>
    </ConfirmDrawer>
  )
}

/** A refund takes from the drawer's opening until it is booked; closed before, it was given up. */
function useRefundTiming(open: boolean, storeId: string): void {
  useTaskSteps()
  useTimingReports()
  useEffect(() => {
    if (!open) return undefined
    taskClock.begin('refund')
    return () => taskClock.end('refund', { storeId, isDone: false })
  }, [open, storeId])
}

type RefundFormProps = {
  sale: Sale
  isVoid: boolean
  onBooked: (booked: Booked) => void
  onExchange: ((held: HeldReturn) => void) | undefined
}

function RefundForm({ sale, isVoid, onBooked, onExchange }: RefundFormProps) {
  const [draft, setDraft] = useState<RefundDraft>(() => (isVoid ? wholeRest(new Map(), sale.lines) : new Map()))
  const lines = requestedLines(draft, sale.lines)
  const answer = useQuery({
    ...query(api.refundQuote, { saleId: sale.id, lines }),
    enabled: lines.length > 0,
    placeholderData: keepPreviousData,
    staleTime: 0,
    retry: false,
  })
  const quote = lines.length > 0 && !answer.isError ? answer.data : undefined
  const { book, refund, isChanged, approvalDialog } = useRefund(sale, onBooked)
  const isCurrent = quote !== undefined && !answer.isPlaceholderData

  return (
    <>
      <Elsewhere sale={sale} />
      {!isVoid && <RefundLines lines={sale.lines} draft={draft} onChange={setDraft} />}
      <CommandForm
        command={refund}
        onSubmit={({ reason }: { reason: string }) =>
          isCurrent && book(quote, { saleId: sale.id, lines, reason, ...(isVoid ? { isVoid } : {}) })
        }
      >
        {isWithoutShift(refund.error) && (
          <Link to={paths.tillShift()} className="rg-refund-hint">
            {t('cashier.refund.openShift')}
          </Link>
        )}
        <QuickReasons />
        <ReasonField name="reason" label={t('cashier.refund.reason')} />
        {/* Below all that is chosen: it grows when its answer comes, and would move what a finger is just about to touch. */}
        <RefundPlan
          sale={sale}
          quote={quote}
          error={lines.length > 0 ? answer.error : null}
          isWorking={answer.isFetching && lines.length > 0}
          isChanged={isChanged}
        />
        <DangerButton block size="large" disabled={!isCurrent}>
          {t(isVoid ? 'cashier.refund.confirmVoid' : 'cashier.refund.confirm', {
            amount: formatMoney(quote?.paidCents ?? 0),
          })}{' '}
          <KeyHint keys={['F9']} />
        </DangerButton>
        <SubmitKey />
        {!isVoid && <Instead sale={sale} lines={lines} quote={isCurrent ? quote : undefined} onExchange={onExchange} />}
      </CommandForm>
      {approvalDialog}
    </>
  )
}

type InsteadProps = Parameters<typeof ExchangeButton>[0]

/** Other goods instead of the money. A pass goes for another plan from its own page: there it counts by its share of what was paid. */
function Instead({ sale, lines, quote, onExchange }: InsteadProps) {
  const chosen = new Set(lines.map(({ lineId }) => lineId))
  const hasPass = sale.lines.some(({ lineId, itemKind }) => itemKind === 'plan' && chosen.has(lineId))
  if (hasPass) return <p className="rg-faint">{t('cashier.refund.changeHint')}</p>
  return <ExchangeButton sale={sale} lines={lines} quote={quote} onExchange={onExchange} />
}

/** F9 confirms here as it does where money is taken. */
function SubmitKey() {
  const form = Form.useFormInstance()
  useDialogKeys({ F9: () => form.submit() })
  return null
}

const isWithoutShift = (error: unknown) => error instanceof ApiRefusal && error.code === 'shift_not_open'

/** At a till of another store the money comes out of this drawer and the goods onto this shelf: said before it is done. */
function Elsewhere({ sale }: { sale: Sale }) {
  const here = useStore()
  const soldIn = useStoreNames().get(sale.storeId)
  if (!isTill() || here.id === sale.storeId) return null
  return <p className="rg-plan-changed">{t('cashier.refund.elsewhere', { soldIn: soldIn ?? '–', here: here.name })}</p>
}

/**
 * Sends the refund that was shown. When the sale changed meanwhile, the new plan is read and must be confirmed again; where
 * the cashier may not refund alone, a manager's approval for this sale goes with it.
 */
function useRefund(sale: Sale, onBooked: (booked: Booked) => void) {
  const [waiting, setWaiting] = useState<{ input: RefundInput; amountCents: number; permission: string } | null>(null)
  const [isChanged, setChanged] = useState(false)
  // What was sent, and is shown as booked: read again meanwhile, the sale has nothing left to quote.
  const sent = useRef<RefundQuote | null>(null)
  const refund = useCommand(api.refundCreate, {
    onSuccess: (answer) => {
      void noteReceiptNumber(answer.receiptNumber)
      if (sent.current) onBooked({ ...answer, quote: sent.current })
    },
    onRefused: async ({ code, details }, input) => {
      if (code !== 'refund_approval_needed') taskClock.error()
      if (code === 'refund_approval_needed') {
        const { amountCents, permission } = details as { amountCents: number; permission: string }
        setWaiting({ input, amountCents, permission })
      }
      if (code !== 'quote_changed' && code !== 'refund_exceeds_sale') return
      setChanged(true)
      await Promise.all([
        queryClient.invalidateQueries({ queryKey: [api.saleGet.path] }),
        queryClient.invalidateQueries({ queryKey: [api.refundQuote.path] }),
      ])
    },
  })
  const approvalDialog = waiting && (
    <ApprovalDialog
      onClose={() => setWaiting(null)}
      permission={waiting.permission}
      subject={{ kind: 'sale', id: sale.id }}
      amountCents={waiting.amountCents}
      onApproved={(approvalId) => {
        setWaiting(null)
        refund.mutate({ ...waiting.input, approvalId })
      }}
    >
      <Facts
        rows={[
          [t('cashier.list.receipt'), sale.receiptNumber],
          [t('cashier.refund.total'), <MoneyText key="total" cents={waiting.amountCents} strong />],
        ]}
      />
    </ApprovalDialog>
  )
  const book = (quote: RefundQuote, input: Omit<RefundInput, 'fingerprint'>) => {
    sent.current = quote
    refund.mutate({ ...input, fingerprint: quote.fingerprint })
  }
  return { book, refund, isChanged, approvalDialog }
}
