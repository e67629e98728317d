import { useSuspenseQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { Link } from 'react-router'
import { api, query, useCommand, type ResponseOf } from '@staff/api'
import { DayText, EmptyState, formatMoney, Page, RefusalText, Section, StatusTag } from '@staff/ui'
import { addDays, localDay } from '#shared/business-day.ts'
import { t } from '#app/i18n.ts'
import { paths } from '#app/paths.ts'
import { queryClient } from '#app/query-client.ts'
import { refusalSentence } from '#app/refusal-sentence.ts'
import { useMay } from '#app/session.ts'
import { PassTabs } from './pass-tabs.tsx'
import { passChanges } from './pass-words.ts'
import './passes.css'
import { renewalTones } from './renewal-section.tsx'

type Row = ResponseOf<typeof api.passRenewalList>['items'][number]

const calendarQuery = () => {
  const today = localDay(new Date(), Intl.DateTimeFormat().resolvedOptions().timeZone)
  return query(api.passRenewalList, { from: addDays(today, -30), until: addDays(today, 60) })
}

export async function loader() {
  await queryClient.ensureQueryData(calendarQuery())
  return null
}

/** Every charge of the next two months and the last: told before, stopped with one tap; those that failed need a hand. */
export function RenewalsPage() {
  const { items } = useSuspenseQuery(calendarQuery()).data
  const failed = items.filter(({ state }) => state === 'failed')
  const others = items.filter(({ state }) => state !== 'failed')
  return (
    <Page title={t('passes.title')} lead={t('passes.renewals.lead')}>
      <PassTabs />
      {items.length === 0 && (
        <div className="rg-card">
          <EmptyState title={t('passes.renewals.none')}>{t('passes.renewals.noneText')}</EmptyState>
        </div>
      )}
      {failed.length > 0 && <Rows title={t('passes.renewals.failed')} rows={failed} />}
      {others.length > 0 && <Rows title={t('passes.renewals.calendar')} rows={others} />}
    </Page>
  )
}

function Rows({ title, rows }: { title: string; rows: readonly Row[] }) {
  const may = useMay()
  const stop = useCommand(api.passAutoRenewalDelete, { changes: passChanges })
  return (
    <Section title={title}>
      <RefusalText error={stop.error} />
      <div className="rg-table-scroll">
        <table className="rg-renewals">
          <thead>
            <tr>
              <th scope="col">{t('passes.renewals.chargeDay')}</th>
              <th scope="col">{t('passes.holder')}</th>
              <th scope="col">{t('passes.pass')}</th>
              <th scope="col">{t('passes.renewals.price')}</th>
              <th scope="col">{t('passes.renewals.noticeDay')}</th>
              <th scope="col">{t('passes.stateTitle')}</th>
              <th scope="col" aria-label={t('passes.more')} />
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.passId}>
                <td>
                  <DayText day={row.chargeDay} />
                </td>
                <td>
                  <Link to={paths.member({ memberId: row.memberId })}>{row.memberName || '–'}</Link>
                </td>
                <td>
                  <Link to={paths.pass({ passId: row.passId })}>{row.planName}</Link>
                </td>
                <td className="rg-tabular">{formatMoney(row.priceCents)}</td>
                <td>
                  <DayText day={row.noticeDay} />
                </td>
                <td>
                  <StatusTag tone={renewalTones[row.state]}>{t(`passes.renewals.state.${row.state}`)}</StatusTag>
                  {row.failedCode && <small className="rg-faint"> {refusalSentence(row.failedCode, {})}</small>}
                </td>
                <td>
                  {row.state === 'planned' && may('passes.change') && (
                    <Button size="small" loading={stop.isPending} onClick={() => stop.mutate({ passId: row.passId })}>
                      {t('passes.renewals.stop')}
                    </Button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  )
}
