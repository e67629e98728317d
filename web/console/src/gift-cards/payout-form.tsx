import { useQuery } from '@tanstack/react-query'
import { Skeleton } from 'antd'
import { useState } from 'react'
import { api, query, useCommand, type InputOf, type ResponseOf } from '@staff/api'
import {
  ApprovalDialog,
  CommandForm,
  DangerButton,
  Facts,
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
import { tenderName } from '#console/cashier/tender-words.ts'
import type { Card } from './card-drawer.tsx'
import { cardChanges } from './gift-card-words.ts'

type PayoutInput = InputOf<typeof api.giftCardPayoutCreate>
type Quote = ResponseOf<typeof api.giftCardPayoutQuote>
type FormValues = { method: string; reason: string }

const methods = ['cash', 'wechat', 'alipay', 'card'] as const

/** All that is left on a card, given back: shown first, then booked as it was shown, with a manager's approval where needed. */
export function PayoutForm({ card, onDone }: { card: Card; onDone: () => void }) {
  const { data: quote, error } = useQuery({ ...query(api.giftCardPayoutQuote, { giftCardId: card.id }), staleTime: 0 })
  if (error) return <RefusalText error={error} />
  return quote ? (
    <QuotedPayout key={quote.fingerprint} card={card} quote={quote} onDone={onDone} />
  ) : (
    <Skeleton active />
  )
}

type QuotedPayoutProps = { card: Card; quote: Quote; onDone: () => void }

function QuotedPayout({ card: { id: giftCardId }, quote, onDone }: QuotedPayoutProps) {
  const { id: storeId } = useStore()
  const { payout, approvalDialog } = usePayout(onDone)
  const { amountCents, parts, fingerprint } = quote
  const submit = ({ method, reason }: FormValues) =>
    payout.mutate({ ...{ giftCardId, storeId, amountCents, reason }, tender: tenderOf(method, fingerprint) })
  const waysBack = parts.map((part) => `${tenderName(part)} ${formatMoney(part.amountCents)}`).join(' + ')
  return (
    <section className="rg-plan">
      <p>{t('gift-cards.payout.text')}</p>
      <Facts
        rows={[
          [t('gift-cards.payout.now'), <MoneyText key="now" cents={amountCents} />],
          [t('gift-cards.payout.paidBy'), waysBack],
          [t('gift-cards.payout.after'), <MoneyText key="after" cents={0} />],
        ]}
      />
      <CommandForm command={payout} initial={{ method: 'origin' }} onSubmit={submit}>
        <SelectField
          name="method"
          label={t('gift-cards.payout.how')}
          hint={t('gift-cards.payout.originHint')}
          options={[
            { value: 'origin', label: t('gift-cards.payout.origin') },
            ...methods.map((value) => ({
              value,
              label: tenderName(value === 'cash' ? { kind: 'cash', method: null } : { kind: 'other', method: value }),
            })),
          ]}
        />
        <ReasonField name="reason" label={t('gift-cards.payout.reason')} />
        <DangerButton block size="large">
          {t('gift-cards.payout.button', { amount: formatMoney(amountCents) })}
        </DangerButton>
      </CommandForm>
      {approvalDialog}
    </section>
  )
}

function tenderOf(method: string, fingerprint: string): PayoutInput['tender'] {
  if (method === 'origin') return { kind: 'origin', fingerprint }
  return method === 'cash' ? { kind: 'cash' } : { kind: 'other', method }
}

function usePayout(onDone: () => void) {
  const notice = useNotice()
  const [waiting, setWaiting] = useState<{ input: PayoutInput; amountCents: number; permission: string } | null>(null)
  const payout = useCommand(api.giftCardPayoutCreate, {
    onSuccess: ({ amountCents }) => {
      notice.done(t('gift-cards.payout.done', { amount: formatMoney(amountCents) }))
      onDone()
    },
    onRefused: async ({ code, details }, input) => {
      if (code === 'gift_card_payout_approval_needed') {
        const { amountCents, permission } = details as { amountCents: number; permission: string }
        setWaiting({ input, amountCents, permission })
      }
      if (code !== 'quote_changed') return
      await Promise.all(
        [...cardChanges, api.giftCardPayoutQuote].map(({ path }) =>
          queryClient.invalidateQueries({ queryKey: [path] }),
        ),
      )
    },
  })
  const approvalDialog = waiting && (
    <ApprovalDialog
      onClose={() => setWaiting(null)}
      permission={waiting.permission}
      subject={{ kind: 'gift_card', id: waiting.input.giftCardId }}
      amountCents={waiting.amountCents}
      onApproved={(approvalId) => {
        setWaiting(null)
        payout.mutate({ ...waiting.input, approvalId })
      }}
    >
      <Facts rows={[[t('gift-cards.payout.now'), <MoneyText key="now" cents={waiting.amountCents} strong />]]} />
    </ApprovalDialog>
  )
  return { payout, approvalDialog }
}
