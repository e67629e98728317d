import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Form, Radio, Skeleton } from 'antd'
import { useState } from 'react'
import { api, ApiRefusal, query, useCommand } from '@staff/api'
import {
  ApprovalDialog,
  CommandForm,
  ConfirmDrawer,
  DangerButton,
  Facts,
  formatDay,
  formatMoney,
  listText,
  ReasonField,
  RefusalText,
  useNotice,
} from '@staff/ui'
import { t } from '#app/i18n.ts'
import { FormulaText } from './formula-text.tsx'
import { passChanges, type CancelQuote, type PassDetails } from './pass-words.ts'

type CancelDrawerProps = { open: boolean; pass: PassDetails; onClose: () => void }

/** Ends a pass: for whose cause and when; what goes, what is paid back and how that sum comes about; then as shown. */
export function CancelDrawer({ open, pass, onClose }: CancelDrawerProps) {
  return (
    <ConfirmDrawer open={open} title={t('passes.cancel.open')} onClose={onClose}>
      <CancelForm pass={pass} onClose={onClose} />
    </ConfirmDrawer>
  )
}

type Wish = { cause: 'member' | 'merchant'; time: 'now' | 'period_end' }

function CancelForm({ pass, onClose }: Omit<CancelDrawerProps, 'open'>) {
  const notice = useNotice()
  const [wish, setWish] = useState<Wish>({ cause: 'member', time: 'now' })
  const quote = useQuery({
    ...query(api.passCancelQuote, { passId: pass.id, ...wish }),
    placeholderData: keepPreviousData, // another cause or time is another quote: what stands there stays until it comes
    retry: false,
  })
  const isCurrent = quote.data !== undefined && !quote.isPlaceholderData
  const cancel = useCommand(api.passCancelCreate, {
    changes: [...passChanges, api.saleGet, api.saleList, api.memberAccountsGet],
    onSuccess: ({ refundCents }) => {
      notice.done(
        refundCents > 0 ? t('passes.cancel.refunded', { amount: formatMoney(refundCents) }) : t('passes.cancel.done'),
      )
      onClose()
    },
  })
  const isAsking = cancel.error instanceof ApiRefusal && cancel.error.code === 'refund_approval_needed'
  const [asked, setAsked] = useState('')
  const send = (reason: string, approvalId?: string) => {
    if (!isCurrent) return
    setAsked(reason)
    cancel.mutate({
      ...{ passId: pass.id, ...wish, reason, fingerprint: quote.data.fingerprint },
      ...(approvalId ? { approvalId } : {}),
    })
  }
  return (
    <CommandForm command={cancel} onSubmit={({ reason }: { reason: string }) => send(reason)}>
      <Form.Item label={t('passes.cancel.cause')}>
        <Radio.Group
          value={wish.cause}
          onChange={(event) => setWish({ ...wish, cause: event.target.value as Wish['cause'] })}
        >
          <Radio value="member">{t('passes.cause.member')}</Radio>
          <Radio value="merchant">{t('passes.cause.merchant')}</Radio>
        </Radio.Group>
      </Form.Item>
      <Form.Item label={t('passes.cancel.time')}>
        <Radio.Group
          value={wish.time}
          onChange={(event) => setWish({ ...wish, time: event.target.value as Wish['time'] })}
        >
          <Radio value="now">{t('passes.time.now')}</Radio>
          <Radio value="period_end" disabled={pass.endsDay === null}>
            {t('passes.time.period_end', { day: pass.endsDay ? formatDay(pass.endsDay) : '' })}
          </Radio>
        </Radio.Group>
      </Form.Item>
      <ReasonField name="reason" label={t('passes.reason')} />
      {quote.isPending && <Skeleton active paragraph={{ rows: 4 }} />}
      <RefusalText error={quote.error} />
      {quote.data && <Consequences quote={quote.data} />}
      <DangerButton block disabled={!isCurrent}>
        {t('passes.cancel.confirm')}
      </DangerButton>
      {isAsking && pass.saleId && (
        <ApprovalDialog
          onClose={() => cancel.reset()}
          permission="sale.refund"
          subject={{ kind: 'sale', id: pass.saleId }}
          amountCents={quote.data?.refundCents ?? 0}
          onApproved={(approvalId) => send(asked, approvalId)}
        >
          {t('passes.cancel.approve', { amount: formatMoney(quote.data?.refundCents ?? 0) })}
        </ApprovalDialog>
      )}
    </CommandForm>
  )
}

/** What goes and what comes back with a pass that ends, and how the sum comes about. */
export function Consequences({ quote }: { quote: CancelQuote }) {
  const { lastDay, unitsLost, bookingIds, benefits, stopsRenewal, formula, refundCents } = quote
  return (
    <>
      <Facts
        rows={[
          [t('passes.cancel.ends'), lastDay ? formatDay(lastDay) : t('passes.time.now')],
          ...unitsLost.map(
            ({ name, units }) => [t('passes.cancel.loses'), t('passes.cancel.units', { name, count: units })] as const,
          ),
          ...(bookingIds.length > 0
            ? [[t('passes.cancel.bookings'), t('passes.cancel.bookingCount', { count: bookingIds.length })] as const]
            : []),
          ...(benefits.length > 0
            ? [
                [
                  t('passes.terms.benefits'),
                  listText(benefits.map((kind) => t(`passes.benefitName.${kind as 'price_list'}`))),
                ] as const,
              ]
            : []),
          ...(stopsRenewal ? [[t('passes.renewals.auto'), t('passes.renewals.stops')] as const] : []),
          [t('passes.cancel.back'), t(lastDay ? 'passes.cancel.backUntil' : 'passes.cancel.backWithin')],
        ]}
      />
      <FormulaText formula={formula} refundCents={refundCents} />
    </>
  )
}
