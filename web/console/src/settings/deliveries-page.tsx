import { CaretRightOutlined, StepForwardOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import { api, query, useCommand, type ResponseOf } from '@staff/api'
import {
  CommandForm,
  ConfirmDrawer,
  DangerButton,
  DataList,
  EmptyState,
  Facts,
  InstantText,
  Page,
  ReasonField,
  StatusTag,
  SubmitButton,
  useNotice,
  type ListColumn,
} from '@staff/ui'
import { t } from '#app/i18n.ts'
import { paths } from '#app/paths.ts'
import { SettingsTabs } from './settings-tabs.tsx'
import './settings.css'

type Line = ResponseOf<typeof api.deliveryLineList>['items'][number]
type Act = { kind: 'resume' | 'skip'; line: Line }

/** Work that follows an event and could not be done: what, why, since when, how much waits behind it, and the way on. */
export function DeliveriesPage() {
  const [act, setAct] = useState<Act | null>(null)
  const close = () => setAct(null)
  return (
    <Page title={t('settings.title')} lead={t('settings.deliveries.lead')}>
      <SettingsTabs />
      <DataList
        id="deliveries"
        label={t('settings.deliveries.title')}
        source={(request) => query(api.deliveryLineList, request)}
        columns={lineColumns(setAct)}
        empty={<EmptyState title={t('settings.deliveries.none')}>{t('settings.deliveries.noneText')}</EmptyState>}
      />
      <ConfirmDrawer open={act?.kind === 'resume'} title={t('settings.deliveries.resume')} onClose={close}>
        {act && <ResumeForm line={act.line} onDone={close} />}
      </ConfirmDrawer>
      <ConfirmDrawer open={act?.kind === 'skip'} title={t('settings.deliveries.skip')} onClose={close}>
        {act && <SkipForm line={act.line} onDone={close} />}
      </ConfirmDrawer>
    </Page>
  )
}

function lineColumns(onAct: (act: Act) => void): ListColumn<Line>[] {
  return [
    {
      key: 'what',
      title: t('settings.deliveries.what'),
      render: ({ subscriber, event }) => (
        <span className="rg-delivery-what">
          <code>{subscriber}</code>
          <span className="rg-faint">{event.type}</span>
        </span>
      ),
    },
    {
      key: 'state',
      title: t('settings.deliveries.state'),
      render: ({ stoppedAt, nextAt }) =>
        stoppedAt ? (
          <StatusTag tone="bad">{t('settings.deliveries.stopped')}</StatusTag>
        ) : (
          <>
            <StatusTag tone="warn">{t('settings.deliveries.waiting')}</StatusTag>{' '}
            <span className="rg-faint">
              <InstantText at={nextAt} />
            </span>
          </>
        ),
    },
    {
      key: 'why',
      title: t('settings.deliveries.why'),
      render: ({ lastError, attempts }) => (
        <span className="rg-delivery-what">
          <span className="rg-delivery-error">{lastError}</span>
          <span className="rg-faint">{t('settings.deliveries.tries', { count: attempts })}</span>
        </span>
      ),
    },
    { key: 'about', title: t('settings.deliveries.about'), render: ({ subject }) => <Subject subject={subject} /> },
    {
      key: 'since',
      title: t('settings.deliveries.since'),
      render: ({ firstFailedAt }) => <InstantText at={firstFailedAt} relative />,
    },
    {
      key: 'behind',
      title: t('settings.deliveries.behind'),
      align: 'right',
      render: ({ waiting }) => waiting.toLocaleString(),
    },
    {
      key: 'acts',
      title: '',
      align: 'right',
      render: (line) => (
        <span className="rg-row-actions">
          <Button size="small" icon={<CaretRightOutlined />} onClick={() => onAct({ kind: 'resume', line })}>
            {t('settings.deliveries.resume')}
          </Button>
          <Button size="small" danger icon={<StepForwardOutlined />} onClick={() => onAct({ kind: 'skip', line })}>
            {t('settings.deliveries.skip')}
          </Button>
        </span>
      ),
    },
  ]
}

function Subject({ subject: { kind, id } }: Pick<Line, 'subject'>) {
  if (kind === 'member') return <Link to={paths.member({ memberId: id })}>{t('settings.deliveries.member')}</Link>
  return <span className="rg-faint">{kind}</span>
}

function LineFacts({ line: { subscriber, event, lastError, firstFailedAt, waiting } }: { line: Line }) {
  return (
    <Facts
      rows={[
        [t('settings.deliveries.what'), <code key="what">{subscriber}</code>],
        [t('settings.deliveries.event'), event.type],
        [t('settings.deliveries.happened'), <InstantText key="at" at={event.at} />],
        [t('settings.deliveries.since'), <InstantText key="since" at={firstFailedAt} />],
        [t('settings.deliveries.behind'), waiting.toLocaleString()],
        [
          t('settings.deliveries.why'),
          <span key="why" className="rg-delivery-error">
            {lastError}
          </span>,
        ],
      ]}
    />
  )
}

type FormProps = { line: Line; onDone: () => void }

function ResumeForm({ line, onDone }: FormProps) {
  const notice = useNotice()
  const resume = useCommand(api.deliveryLineResume, {
    onSuccess: () => {
      onDone()
      notice.done(t('settings.deliveries.resumed'))
    },
  })
  const { subscriber } = line
  return (
    <CommandForm command={resume} onSubmit={() => resume.mutate({ subjectId: line.subject.id, subscriber })}>
      <LineFacts line={line} />
      <p className="rg-drawer-text">{t('settings.deliveries.resumeText')}</p>
      <SubmitButton block>{t('settings.deliveries.resume')}</SubmitButton>
    </CommandForm>
  )
}

function SkipForm({ line, onDone }: FormProps) {
  const notice = useNotice()
  const skip = useCommand(api.deliveryLineSkip, {
    onSuccess: () => {
      onDone()
      notice.done(t('settings.deliveries.skipped'))
    },
  })
  const { subscriber, event } = line
  return (
    <CommandForm
      command={skip}
      onSubmit={({ reason }: { reason: string }) =>
        skip.mutate({ subjectId: line.subject.id, subscriber, eventId: event.id, reason })
      }
    >
      <LineFacts line={line} />
      <p className="rg-drawer-text">{t('settings.deliveries.skipText')}</p>
      <ReasonField name="reason" label={t('settings.deliveries.reason')} />
      <DangerButton block>{t('settings.deliveries.skipConfirm')}</DangerButton>
    </CommandForm>
  )
}
