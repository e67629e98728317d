import { useQuery } from '@tanstack/react-query'
import { Button, Popconfirm, Segmented, Skeleton } from 'antd'
import { useState } from 'react'
import { Link, useSearchParams } from 'react-router'
import { api, query, useCommand } from '@staff/api'
import { EmptyState, formatMoney, InstantText, Page, RefusalText, Section, StatusTag, useNotice } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { paths } from '#app/paths.ts'
import { useMay } from '#app/session.ts'
import { OutcomeDrawer } from './outcome-drawer.tsx'
import { RetentionTabs } from './retention-tabs.tsx'
import { type FollowUp, leavingChanges, reasonWords } from './retention-words.ts'
import { StackingTable } from './stacking-table.tsx'

const callsQuery = (isOpen: boolean) => query(api.followUpList, { isOpen })

/** Whom to call, and whose money still lies here: the shop's word to those who left, kept. Each part for whoever may. */
export function CallsPage() {
  const may = useMay()
  return (
    <Page title={t('retention.title')} lead={t('retention.calls.lead')}>
      <RetentionTabs />
      {may('retention.serve') && <MoneyToHandOver />}
      {may('retention.follow') && <Calls />}
    </Page>
  )
}

function Calls() {
  const [params, setParams] = useSearchParams()
  const isOpen = params.get('done') === null
  const { data, error } = useQuery({ ...callsQuery(isOpen), retry: false })
  const [calling, setCalling] = useState<FollowUp | null>(null)
  return (
    <Section
      title={t('retention.calls.title')}
      actions={
        <Segmented<'open' | 'done'>
          aria-label={t('retention.calls.which')}
          value={isOpen ? 'open' : 'done'}
          onChange={(which) => setParams(which === 'open' ? {} : { done: '1' })}
          options={(['open', 'done'] as const).map((value) => ({ value, label: t(`retention.calls.${value}`) }))}
        />
      }
    >
      <RefusalText error={error} />
      {!data && !error && <Skeleton active paragraph={{ rows: 5 }} />}
      {data?.items.length === 0 && (
        <EmptyState title={t('retention.calls.none')}>{t('retention.calls.noneText')}</EmptyState>
      )}
      {data && data.items.length > 0 && (
        <StackingTable>
          <thead>
            <tr>
              {(['due', 'member', 'pass', 'what', 'reason', 'note'] as const).map((key) => (
                <th key={key} scope="col">
                  {t(`retention.calls.${key}`)}
                </th>
              ))}
              <th scope="col" aria-label={t('retention.calls.record')} />
            </tr>
          </thead>
          <tbody>
            {data.items.map((call) => (
              <CallRow key={call.id} call={call} onRecord={() => setCalling(call)} />
            ))}
          </tbody>
        </StackingTable>
      )}
      <OutcomeDrawer call={calling} onClose={() => setCalling(null)} />
    </Section>
  )
}

type CallRowProps = { call: FollowUp; onRecord: () => void }

function CallRow({ call, onRecord }: CallRowProps) {
  const may = useMay()
  const { leavingId, calls, memberId, memberName, passId, passName, kind, dueAt, doneAt, outcome, note } = call
  const isLate = doneAt === null && new Date(dueAt) < new Date()
  return (
    <tr>
      <td>
        <InstantText at={doneAt ?? dueAt} /> {isLate && <StatusTag tone="warn">{t('retention.calls.late')}</StatusTag>}
      </td>
      <td>
        <Link to={paths.member({ memberId })}>{memberName || '–'}</Link>
      </td>
      <td>
        <Link to={paths.pass({ passId })}>{passName || '–'}</Link>
      </td>
      <td>{t(`retention.calls.kind.${kind}`)}</td>
      <td>
        {may('retention.read') ? <Link to={paths.leaving({ leavingId })}>{reasonWords(call)}</Link> : reasonWords(call)}
      </td>
      <td>
        {note || '–'} {calls > 1 && <small className="rg-faint">{t('retention.calls.times', { count: calls })}</small>}
      </td>
      <td className="rg-right">
        {outcome && <StatusTag tone="plain">{t(`retention.calls.outcome.${outcome}`)}</StatusTag>}
        {/* A coupon goes out by itself on its day: nobody has to call. */}
        {doneAt === null && kind !== 'win_back' && <Button onClick={onRecord}>{t('retention.calls.record')}</Button>}
      </td>
    </tr>
  )
}

/** What was paid in cash comes back in cash: somebody counts it out, and says so here. */
function MoneyToHandOver() {
  const items = useQuery(query(api.handOverList, {})).data?.items ?? []
  const notice = useNotice()
  const handOver = useCommand(api.leavingHandOver, {
    changes: leavingChanges,
    onSuccess: ({ cents }) => notice.done(t('retention.handOver.done', { amount: formatMoney(cents) })),
  })
  if (items.length === 0) return null
  return (
    <Section title={t('retention.handOver.title')}>
      <p className="rg-faint">{t('retention.handOver.lead')}</p>
      <RefusalText error={handOver.error} />
      <StackingTable>
        <thead>
          <tr>
            <th scope="col">{t('retention.handOver.since')}</th>
            <th scope="col">{t('retention.calls.member')}</th>
            <th scope="col">{t('retention.calls.pass')}</th>
            <th scope="col" className="rg-right">
              {t('retention.handOver.amount')}
            </th>
            <th scope="col" aria-label={t('retention.handOver.button')} />
          </tr>
        </thead>
        <tbody>
          {items.map(({ leavingId, memberId, memberName, passName, cents, since }) => (
            <tr key={leavingId}>
              <td>
                <InstantText at={since} />
              </td>
              <td>
                <Link to={paths.member({ memberId })}>{memberName || '–'}</Link>
              </td>
              <td>{passName}</td>
              <td className="rg-right">
                <strong>{formatMoney(cents)}</strong>
              </td>
              <td className="rg-right">
                <Popconfirm
                  title={t('retention.handOver.ask', { amount: formatMoney(cents), name: memberName || '–' })}
                  onConfirm={() => handOver.mutate({ leavingId })}
                >
                  <Button loading={handOver.isPending && handOver.variables.leavingId === leavingId}>
                    {t('retention.handOver.button')}
                  </Button>
                </Popconfirm>
              </td>
            </tr>
          ))}
        </tbody>
      </StackingTable>
    </Section>
  )
}
