import { useQuery } from '@tanstack/react-query'
import { Form, Input } from 'antd'
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
import { addDays, isDay } from '#shared/business-day.ts'
import { t } from '#app/i18n.ts'
import { queryClient } from '#app/query-client.ts'

type Cohort = { from: string; to: string; minPoints: number; untilDay: string }

/** Moves the end of many members' points: what it touches and costs is shown while the days are chosen, and booked only as shown. */
export function ExtensionDrawer({ open, today, onClose }: { open: boolean; today: string; onClose: () => void }) {
  return (
    <ConfirmDrawer open={open} title={t('expiry.extend.title')} onClose={onClose} size="large">
      <ExtensionForm today={today} onDone={onClose} />
    </ConfirmDrawer>
  )
}

function ExtensionForm({ today, onDone }: { today: string; onDone: () => void }) {
  const [cohort, setCohort] = useState<Cohort>({
    from: today,
    to: addDays(today, 30),
    minPoints: 0,
    untilDay: addDays(today, 120),
  })
  const isWhole = isDay(cohort.from) && isDay(cohort.to) && isDay(cohort.untilDay)
  const answer = useQuery({ ...query(api.pointsExtensionQuote, cohort), enabled: isWhole, staleTime: 0, retry: false })
  const quote = answer.isError ? undefined : answer.data
  const notice = useNotice()
  const extend = useCommand(api.pointsExtensionCreate, {
    onSuccess: ({ members }) => {
      notice.done(t('expiry.extend.done', { count: members }))
      onDone()
    },
    onRefused: ({ code }) => {
      if (code === 'quote_changed')
        void queryClient.invalidateQueries({ queryKey: query(api.pointsExtensionQuote, cohort).queryKey })
    },
  })
  const dayInput = (name: 'from' | 'to' | 'untilDay', label: string) => (
    <Form.Item label={label} htmlFor={`extension-${name}`}>
      <Input
        id={`extension-${name}`}
        type="date"
        required
        value={cohort[name]}
        min={today}
        onChange={(event) => setCohort({ ...cohort, [name]: event.target.value })}
      />
    </Form.Item>
  )
  return (
    <CommandForm
      command={extend}
      initial={{ reason: '' }}
      onSubmit={({ reason }: { reason: string }) =>
        quote && extend.mutate({ ...cohort, fingerprint: quote.fingerprint, reason })
      }
    >
      <p className="rg-faint">{t('expiry.extend.lead')}</p>
      <div className="rg-field-row">
        {dayInput('from', t('expiry.extend.from'))}
        {dayInput('to', t('expiry.extend.to'))}
      </div>
      <div className="rg-field-row">
        {dayInput('untilDay', t('expiry.extend.until'))}
        <Form.Item label={t('expiry.extend.minPoints')} htmlFor="extension-min">
          <Input
            id="extension-min"
            inputMode="numeric"
            value={String(cohort.minPoints)}
            onChange={(event) =>
              /^\d{0,9}$/.test(event.target.value) && setCohort({ ...cohort, minPoints: Number(event.target.value) })
            }
          />
        </Form.Item>
      </div>
      <ReasonField name="reason" label={t('expiry.extend.reason')} hint={t('expiry.extend.reasonHint')} />
      <section className="rg-points-outcome" aria-live="polite">
        {answer.isError && <RefusalText error={answer.error} />}
        {quote && (
          <>
            <h3>
              {t('expiry.extend.size', {
                count: quote.points,
                members: quote.members,
                amount: formatMoney(quote.worthCents ?? 0),
              })}
            </h3>
            <Facts
              rows={[
                [t('expiry.extend.until'), formatDay(cohort.untilDay)],
                [
                  t('expiry.extend.most'),
                  quote.worthCents === null ? t('expiry.extend.noWorth') : formatMoney(quote.worthCents),
                ],
                [
                  t('expiry.extend.likely'),
                  quote.expectedCostCents === null ? t('expiry.extend.unknown') : formatMoney(quote.expectedCostCents),
                ],
              ]}
            />
          </>
        )}
      </section>
      <SubmitButton block disabled={!quote || quote.lots === 0 || answer.isFetching}>
        {t('expiry.extend.confirm', { count: quote?.members ?? 0 })}
      </SubmitButton>
    </CommandForm>
  )
}
