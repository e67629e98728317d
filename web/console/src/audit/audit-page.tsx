import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState, type ReactNode } from 'react'
import { api, query, type InputOf, type ResponseOf } from '@staff/api'
import {
  ConfirmDrawer,
  DataList,
  EmptyState,
  Facts,
  InstantText,
  Page,
  StatusTag,
  type ListColumn,
  type ListFilter,
} from '@staff/ui'
import { endOfLocalDay, isDay, startOfLocalDay } from '#shared/business-day.ts'
import { t } from '#app/i18n.ts'
import { useMay, useStore } from '#app/session.ts'
import {
  actionGroups,
  actionTitle,
  actorTitle,
  groupTitle,
  isOverride,
  reasonTitle,
  subjectTitle,
} from './action-words.ts'
import { Changes } from './changes.tsx'
import './audit.css'

export type AuditEntry = ResponseOf<typeof api.auditList>['items'][number]
type Filter = 'action' | 'actorId' | 'approved' | 'from' | 'to'

/** Who did what, when, from where, and what it was before. */
export function AuditPage() {
  const { timeZone } = useStore()
  const [shown, setShown] = useState<AuditEntry | null>(null)
  const filters = useFilters()
  return (
    <Page title={t('audit.title')} lead={t('audit.lead')} actions={<Verdict />}>
      <DataList
        id="audit"
        label={t('audit.title')}
        source={({ cursor, limit, ...filter }) =>
          query(api.auditList, { ...requestOf(filter, timeZone), ...(cursor && { cursor }), ...(limit && { limit }) })
        }
        columns={auditColumns(setShown)}
        filters={filters}
        empty={<EmptyState title={t('audit.none')}>{t('audit.noneText')}</EmptyState>}
      />
      <ConfirmDrawer
        open={shown !== null}
        title={shown ? actionTitle(shown.action) : ''}
        onClose={() => setShown(null)}
        size="large"
      >
        {shown && <EntryDetail entry={shown} />}
      </ConfirmDrawer>
    </Page>
  )
}

/** Days become instants in the zone of the store at hand: "to" is through the end of that day. */
function requestOf(filter: { [Name in Filter]?: string }, timeZone: string): InputOf<typeof api.auditList> {
  const { action, actorId, approved, from, to } = filter
  return {
    ...(action && { action }),
    ...(actorId && { actorId }),
    ...(approved && { approved: true }),
    ...(from && isDay(from) && { from: startOfLocalDay(from, timeZone).toISOString() }),
    ...(to && isDay(to) && { to: endOfLocalDay(to, timeZone).toISOString() }),
  }
}

function useFilters(): ListFilter<Filter>[] {
  const may = useMay()
  const users = useQuery({ ...query(api.userList, {}), enabled: may('staff.read') }).data?.items ?? []
  return [
    {
      name: 'action',
      kind: 'choice',
      label: t('audit.filter.subject'),
      options: actionGroups.map((group) => ({ value: `${group}.`, label: groupTitle(group) })),
    },
    ...(users.length > 0
      ? [
          {
            name: 'actorId' as const,
            kind: 'choice' as const,
            label: t('audit.filter.actor'),
            options: users.map(({ id, name }) => ({ value: id, label: name })),
          },
        ]
      : []),
    {
      name: 'approved',
      kind: 'choice',
      label: t('audit.filter.approved'),
      options: [{ value: 'true', label: t('audit.filter.approvedOnly') }],
    },
    { name: 'from', kind: 'day', label: t('audit.filter.from') },
    { name: 'to', kind: 'day', label: t('audit.filter.to') },
  ]
}

const nowrap = (content: ReactNode) => <span className="rg-nowrap">{content}</span>

function auditColumns(onShow: (entry: AuditEntry) => void): ListColumn<AuditEntry>[] {
  return [
    { key: 'at', title: t('audit.at'), width: 150, render: ({ at }) => nowrap(<InstantText at={at} />) },
    { key: 'actor', title: t('audit.actor'), render: ({ actor }) => nowrap(actorTitle(actor)) },
    {
      key: 'action',
      title: t('audit.action'),
      render: ({ action, subject }) => (
        <span className="rg-audit-action">
          <StatusTag tone={isOverride(action) ? 'warn' : 'plain'}>{actionTitle(action)}</StatusTag> {subject.name ?? ''}
        </span>
      ),
    },
    {
      key: 'changes',
      title: t('audit.changes'),
      render: ({ changes, names }) => <Changes changes={changes} names={names} most={2} />,
    },
    {
      key: 'reason',
      title: t('audit.reason'),
      render: ({ reason, approvedBy }) => (
        <>
          {reason && reasonTitle(reason)}
          {approvedBy && (
            <span className="rg-audit-approved">{t('audit.approvedBy', { name: approvedBy.name ?? '–' })}</span>
          )}
        </>
      ),
    },
    { key: 'ip', title: t('audit.ip'), isHidden: true, render: ({ ip }) => ip ?? '–' },
    {
      key: 'more',
      title: '',
      align: 'right',
      render: (entry) => (
        <Button size="small" type="text" onClick={() => onShow(entry)}>
          {t('audit.more')}
        </Button>
      ),
    },
  ]
}

function EntryDetail({ entry }: { entry: AuditEntry }) {
  const { at, actor, subject, ip, reason, approvedBy, changes, names } = entry
  return (
    <>
      <Facts
        rows={[
          [t('audit.at'), <InstantText key="at" at={at} />],
          [t('audit.actor'), actorTitle(actor)],
          [t('audit.subject'), subjectTitle(subject)],
          [t('audit.ip'), ip],
          [t('audit.reason'), reason && reasonTitle(reason)],
          [t('audit.approver'), approvedBy ? (approvedBy.name ?? '–') : null],
        ]}
      />
      <Changes changes={changes} names={names} />
    </>
  )
}

/** Whether every sealed line is still as it was written. Asked for by hand: it reads the whole log. */
function Verdict() {
  const [isAsked, setAsked] = useState(false)
  const verdict = useQuery({ ...query(api.auditVerdictGet, {}), enabled: isAsked, staleTime: 0 })
  if (!isAsked || verdict.isPending)
    return (
      <Button loading={isAsked} onClick={() => setAsked(true)}>
        {t('audit.verify')}
      </Button>
    )
  if (!verdict.data) return <StatusTag tone="warn">{t('audit.verifyFailed')}</StatusTag>
  return verdict.data.ok ? (
    <StatusTag tone="good">{t('audit.whole', { count: verdict.data.entries })}</StatusTag>
  ) : (
    <StatusTag tone="bad">
      {t('audit.broken', { id: verdict.data.firstBroken?.entryId ?? `#${verdict.data.firstBroken?.seq ?? ''}` })}
    </StatusTag>
  )
}
