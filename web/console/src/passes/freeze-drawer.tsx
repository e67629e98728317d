import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Button, Form, Input, Radio, Skeleton } from 'antd'
import { useState } from 'react'
import { api, query, useCommand } from '@staff/api'
import {
  CommandForm,
  ConfirmDrawer,
  Facts,
  formatDay,
  formatMoney,
  ReasonField,
  RefusalText,
  SubmitButton,
  useNotice,
} from '@staff/ui'
import { addDays, localDay } from '#shared/business-day.ts'
import { t } from '#app/i18n.ts'
import { useMay, useStore } from '#app/session.ts'
import { passChanges, type PassDetails } from './pass-words.ts'

type DrawerProps = { open: boolean; pass: PassDetails; onClose: () => void }

/** Freezes a pass: the days are chosen, what they do is shown, then it is booked as shown. Freezes that hold can be ended here. */
export function FreezeDrawer({ open, pass, onClose }: DrawerProps) {
  return (
    <ConfirmDrawer open={open} title={t('passes.freeze.open')} onClose={onClose}>
      <Held pass={pass} />
      {pass.terms.freeze ? <FreezeForm pass={pass} onClose={onClose} /> : <p>{t('passes.freeze.notOffered')}</p>}
    </ConfirmDrawer>
  )
}

function FreezeForm({ pass, onClose }: Omit<DrawerProps, 'open'>) {
  const { timeZone } = useStore()
  const today = localDay(new Date(), timeZone)
  const { minDays, feeCents } = pass.terms.freeze!
  const [days, setDays] = useState({ fromDay: today, untilDay: addDays(today, Math.max(minDays, 7) - 1) })
  const [fee, setFee] = useState<'stored_value' | 'waived'>('stored_value')
  const notice = useNotice()
  const mayWaive = useMay()('passes.manage')
  const quote = useQuery({
    ...query(api.passFreezeQuote, { passId: pass.id, ...days }),
    placeholderData: keepPreviousData, // other days are another quote: what stands there stays until it comes
    retry: false,
  })
  const isCurrent = quote.data !== undefined && !quote.isPlaceholderData
  const freeze = useCommand(api.passFreezeCreate, {
    changes: passChanges,
    onSuccess: () => {
      notice.done(t('passes.freeze.done'))
      onClose()
    },
  })
  return (
    <CommandForm
      command={freeze}
      onSubmit={({ reason }: { reason: string }) =>
        isCurrent &&
        freeze.mutate({
          ...{ passId: pass.id, ...days, reason, fingerprint: quote.data.fingerprint },
          ...(feeCents > 0 ? { fee } : {}),
        })
      }
    >
      <div className="rg-field-row">
        <Form.Item label={t('passes.freeze.from')}>
          <Input
            type="date"
            aria-label={t('passes.freeze.from')}
            value={days.fromDay}
            min={today}
            onChange={(event) => setDays({ ...days, fromDay: event.target.value })}
          />
        </Form.Item>
        <Form.Item label={t('passes.freeze.until')}>
          <Input
            type="date"
            aria-label={t('passes.freeze.until')}
            value={days.untilDay}
            min={days.fromDay}
            onChange={(event) => setDays({ ...days, untilDay: event.target.value })}
          />
        </Form.Item>
      </div>
      {feeCents > 0 && (
        <Radio.Group value={fee} onChange={(event) => setFee(event.target.value as typeof fee)}>
          <Radio value="stored_value">{t('passes.fee.stored')}</Radio>
          {mayWaive && <Radio value="waived">{t('passes.fee.waived')}</Radio>}
        </Radio.Group>
      )}
      <ReasonField name="reason" label={t('passes.reason')} />
      {quote.isPending && <Skeleton active paragraph={{ rows: 2 }} />}
      <RefusalText error={quote.error} />
      {quote.data && (
        <Facts
          rows={[
            [t('passes.freeze.days'), t('passes.freeze.dayCount', { count: quote.data.days })],
            [t('passes.endsDay'), `${formatDay(quote.data.endsDayBefore)} → ${formatDay(quote.data.endsDay)}`],
            [t('passes.freeze.leftDays'), t('passes.freeze.dayCount', { count: quote.data.leftDays })],
            [t('passes.freeze.bookings'), String(quote.data.bookingIds.length)],
            ...(feeCents > 0 ? [[t('passes.terms.fee'), formatMoney(feeCents)] as const] : []),
          ]}
        />
      )}
      <SubmitButton block disabled={!isCurrent}>
        {t('passes.freeze.open')}
      </SubmitButton>
    </CommandForm>
  )
}

function Held({ pass }: { pass: PassDetails }) {
  const { timeZone } = useStore()
  const today = localDay(new Date(), timeZone)
  const open = pass.freezes.filter(({ untilDay }) => untilDay >= today)
  const thaw = useCommand(api.passThawCreate, { changes: passChanges })
  if (open.length === 0) return null
  return (
    <ul className="rg-pass-freezes">
      {open.map(({ freezeId, fromDay, untilDay }) => (
        <li key={freezeId}>
          <span>{t('passes.freeze.span', { fromDay: formatDay(fromDay), untilDay: formatDay(untilDay) })}</span>
          <Button size="small" loading={thaw.isPending} onClick={() => thaw.mutate({ passId: pass.id, freezeId })}>
            {t(fromDay >= today ? 'passes.freeze.takeBack' : 'passes.freeze.thaw')}
          </Button>
        </li>
      ))}
      <RefusalText error={thaw.error} />
    </ul>
  )
}
