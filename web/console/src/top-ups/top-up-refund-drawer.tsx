import { useQuery } from '@tanstack/react-query'
import { Checkbox, Segmented } from 'antd'
import { useState } from 'react'
import { api, query, useCommand, type InputOf, type ResponseOf } from '@staff/api'
import {
  ApprovalDialog,
  CommandForm,
  ConfirmDrawer,
  DangerButton,
  Facts,
  formatDay,
  formatMoney,
  MoneyText,
  ReasonField,
  RefusalText,
  SelectField,
  useNotice,
} from '@staff/ui'
import { t } from '#app/i18n.ts'
import { queryClient } from '#app/query-client.ts'
import { useStore } from '#app/session.ts'
import { Sum } from '#console/cashier/sale-money.tsx'
import { tenderName } from '#console/cashier/tender-words.ts'
import '#console/cashier/cashier.css'
import { lawWords, RefundFormula } from './refund-formula.tsx'
import './top-ups.css'

type TopUp = ResponseOf<typeof api.topUpGet>
type Quote = ResponseOf<typeof api.topUpRefundQuote>
type RefundInput = InputOf<typeof api.topUpRefundCreate>
type Cause = Quote['cause']

type TopUpRefundDrawerProps = {
  /** Null: closed. */
  topUpId: string | null
  onClose: () => void
}

/** Beside the page: what the rest of a top-up pays, how that is computed, by whose cause. Books exactly what it shows. */
export function TopUpRefundDrawer({ topUpId, onClose }: TopUpRefundDrawerProps) {
  return (
    <ConfirmDrawer open={topUpId !== null} title={t('top-ups.refund.title')} onClose={onClose} size="large">
      {topUpId && <RefundForm topUpId={topUpId} onDone={onClose} />}
    </ConfirmDrawer>
  )
}

type FormValues = { method: string; reason: string }

function RefundForm({ topUpId, onDone }: { topUpId: string; onDone: () => void }) {
  const store = useStore()
  const [cause, setCause] = useState<Cause>('member')
  const [knewGoods, setKnewGoods] = useState(false)
  const topUp = useQuery(query(api.topUpGet, { topUpId })).data
  const answer = useQuery({ ...query(api.topUpRefundQuote, { topUpId, cause, knewGoods }), staleTime: 0, retry: false })
  const quote = answer.isError ? undefined : answer.data
  const { refund, isChanged, approvalDialog } = useRefund(topUpId, onDone)
  return (
    <>
      <p className="rg-refund-label" id="refund-cause">
        {t('top-ups.refund.cause')}
      </p>
      <Segmented<Cause>
        block
        aria-labelledby="refund-cause"
        value={cause}
        onChange={setCause}
        options={(['member', 'merchant'] as const).map((value) => ({
          value,
          label: t(`top-ups.refund.by.${value}`),
        }))}
      />
      <p className="rg-refund-hint">{t(`top-ups.refund.byHint.${cause}`)}</p>
      <CommandForm
        command={refund}
        initial={{ method: 'cash' }}
        onSubmit={({ method, reason }: FormValues) =>
          quote &&
          refund.mutate({
            topUpId,
            storeId: store.id,
            cause,
            knewGoods,
            tender: wayOf(topUp, method),
            reason,
            fingerprint: quote.fingerprint,
          })
        }
      >
        <SelectField
          name="method"
          label={t('top-ups.refund.how')}
          hint={t('top-ups.refund.howHint')}
          options={waysBack(topUp)}
        />
        <ReasonField name="reason" label={t('top-ups.refund.reason')} />
        {cause === 'member' && quote?.withdrawalUntil && (
          <Checkbox checked={knewGoods} onChange={({ target }) => setKnewGoods(target.checked)}>
            {t('top-ups.refund.knewGoods')}
          </Checkbox>
        )}
        <section className="rg-plan" aria-live="polite" aria-busy={answer.isFetching}>
          <h3>{t('top-ups.refund.plan')}</h3>
          {isChanged && <p className="rg-plan-changed">{t('top-ups.refund.changed')}</p>}
          <RefusalText error={answer.error} />
          {topUp && quote && <Plan topUp={topUp} quote={quote} />}
        </section>
        <DangerButton block size="large" disabled={!quote || answer.isFetching}>
          {t('top-ups.refund.confirm', { amount: formatMoney(quote?.refundCents ?? 0) })}
        </DangerButton>
      </CommandForm>
      {approvalDialog}
    </>
  )
}

/** By itself to the payment that brought the money; cash, what this top-up was paid with, and the means every shop has. */
function waysBack(topUp: TopUp | undefined): { value: string; label: string }[] {
  const tenders = topUp?.tenders ?? []
  const origins = tenders.flatMap(({ paymentId, method }) =>
    paymentId ? [{ value: paymentId, label: t('top-ups.refund.toOrigin', { method: outsideName(method) }) }] : [],
  )
  const used = tenders.flatMap(({ method, paymentId }) => (method && !paymentId ? [method] : []))
  const byHand = [...new Set(['cash', ...used, 'wechat', 'alipay', 'card'])].map((value) => ({
    value,
    label: value === 'cash' ? t('cashier.tender.cash') : outsideName(value),
  }))
  return [...origins, ...byHand]
}

const outsideName = (method: string | null) => tenderName({ kind: 'other', method })

/** The way that was chosen, as it is sent: a payment is named by its id. */
function wayOf(topUp: TopUp | undefined, chosen: string): RefundInput['tender'] {
  if (chosen === 'cash') return { kind: 'cash' }
  const origin = topUp?.tenders.find(({ paymentId }) => paymentId === chosen)
  if (!origin) return { kind: 'other', method: chosen }
  return { kind: 'other', method: origin.method ?? '', paymentId: chosen }
}

/** The formula with the figures of this very top-up (R3), and what leaves the member's accounts. */
function Plan({ topUp, quote }: { topUp: TopUp; quote: Quote }) {
  const { principalCents, bonusCents } = topUp
  const {
    isWithdrawal,
    withdrawalUntil,
    lawPack,
    consumedCents,
    refundCents,
    principalTakenCents,
    bonusForfeitedCents,
  } = quote
  return (
    <>
      <dl className="rg-sums">
        <Sum label={t('top-ups.refund.bought')}>
          {bonusCents > 0 ? `${formatMoney(principalCents)} + ${formatMoney(bonusCents)}` : formatMoney(principalCents)}
        </Sum>
        <Sum label={t('top-ups.refund.used')}>{formatMoney(consumedCents)}</Sum>
        <Sum label={t('top-ups.refund.pays')} tone="total">
          {formatMoney(refundCents)}
        </Sum>
        <Sum label={t('top-ups.refund.principalTaken')} tone="faint">
          {formatMoney(-principalTakenCents)}
        </Sum>
        {bonusForfeitedCents > 0 && (
          <Sum label={t('top-ups.refund.bonusForfeited')} tone="bad">
            {formatMoney(-bonusForfeitedCents)}
          </Sum>
        )}
      </dl>
      <RefundFormula topUp={topUp} refund={quote} />
      <p className="rg-refund-hint">
        {isWithdrawal && withdrawalUntil && t('top-ups.refund.withdrawal', { day: formatDay(withdrawalUntil) })}{' '}
        {t('top-ups.refund.law', { pack: lawWords(lawPack) })}
      </p>
    </>
  )
}

/** Sends the refund that was shown; where the cashier may not refund alone, a manager's approval for this top-up goes with it. */
function useRefund(topUpId: string, onDone: () => void) {
  const notice = useNotice()
  const [waiting, setWaiting] = useState<{ input: RefundInput; amountCents: number; permission: string } | null>(null)
  const [isChanged, setChanged] = useState(false)
  const refund = useCommand(api.topUpRefundCreate, {
    onSuccess: ({ refundCents }) => {
      onDone()
      notice.done(t('top-ups.refund.done', { amount: formatMoney(refundCents) }))
    },
    onRefused: async ({ code, details }, input) => {
      if (code === 'top_up_refund_approval_needed') {
        const { amountCents, permission } = details as { amountCents: number; permission: string }
        setWaiting({ input, amountCents, permission })
      }
      if (code !== 'quote_changed') return
      setChanged(true)
      await queryClient.invalidateQueries({ queryKey: [api.topUpRefundQuote.path] })
    },
  })
  const approvalDialog = waiting && (
    <ApprovalDialog
      onClose={() => setWaiting(null)}
      permission={waiting.permission}
      subject={{ kind: 'top_up', id: topUpId }}
      amountCents={waiting.amountCents}
      onApproved={(approvalId) => {
        setWaiting(null)
        refund.mutate({ ...waiting.input, approvalId })
      }}
    >
      <Facts rows={[[t('top-ups.refund.pays'), <MoneyText key="pays" cents={waiting.amountCents} strong />]]} />
    </ApprovalDialog>
  )
  return { refund, isChanged, approvalDialog }
}
