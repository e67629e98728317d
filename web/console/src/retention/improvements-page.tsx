import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button, Form, Input, Popconfirm, Select, Skeleton } from 'antd'
import { useState } from 'react'
import { api, query, type ResponseOf, useCommand } from '@staff/api'
import {
  CommandForm,
  ConfirmDrawer,
  EmptyState,
  formatDay,
  Page,
  RefusalText,
  StatusTag,
  SubmitButton,
  TextField,
} from '@staff/ui'
import { isDay, localDay } from '#shared/business-day.ts'
import { language, t } from '#app/i18n.ts'
import { useMay, useStore } from '#app/session.ts'
import { RetentionTabs } from './retention-tabs.tsx'
import { intervalWords, percent } from './retention-words.ts'
import { StackingTable } from './stacking-table.tsx'

type List = ResponseOf<typeof api.improvementList>
type Improvement = List['items'][number]

const changes = [api.improvementList]

/** What the shop changed because people left for a reason, and whether fewer leave for it since. */
export function ImprovementsPage() {
  const mayManage = useMay()('retention.manage')
  const { data, error } = useQuery({ ...query(api.improvementList, {}), retry: false })
  const [isNoting, setIsNoting] = useState(false)
  return (
    <Page
      title={t('retention.title')}
      lead={t('retention.improve.lead')}
      actions={
        mayManage && (
          <Button type="primary" icon={<PlusOutlined />} onClick={() => setIsNoting(true)}>
            {t('retention.improve.add')}
          </Button>
        )
      }
    >
      <RetentionTabs />
      <RefusalText error={error} />
      {!data && !error && <Skeleton active paragraph={{ rows: 5 }} />}
      {data?.items.length === 0 && (
        <div className="rg-card">
          <EmptyState title={t('retention.improve.none')}>{t('retention.improve.noneText')}</EmptyState>
        </div>
      )}
      {data && data.items.length > 0 && <Improvements list={data} mayManage={mayManage} />}
      <ConfirmDrawer open={isNoting} title={t('retention.improve.add')} onClose={() => setIsNoting(false)}>
        {data && <NoteForm reasons={data.reasons} onDone={() => setIsNoting(false)} />}
      </ConfirmDrawer>
    </Page>
  )
}

function Improvements({ list, mayManage }: { list: List; mayManage: boolean }) {
  const drop = useCommand(api.improvementDelete, { changes })
  const wordsOf = new Map(list.reasons.map(({ code, words }) => [code, words[language()]]))
  return (
    <section className="rg-card">
      <p className="rg-faint">{t('retention.improve.how')}</p>
      <RefusalText error={drop.error} />
      <StackingTable>
        <thead>
          <tr>
            {(['day', 'what', 'reason'] as const).map((key) => (
              <th key={key} scope="col">
                {t(`retention.improve.${key}`)}
              </th>
            ))}
            {(['before', 'after', 'difference'] as const).map((key) => (
              <th key={key} scope="col" className="rg-right">
                {t(`retention.improve.${key}`)}
              </th>
            ))}
            <th scope="col">{t('retention.effect.says')}</th>
            {mayManage && <th scope="col" aria-label={t('retention.flow.remove')} />}
          </tr>
        </thead>
        <tbody>
          {list.items.map((item) => (
            <tr key={item.id}>
              <td>{formatDay(item.day)}</td>
              <td>
                {item.words}
                {item.authorName && <small className="rg-faint"> {item.authorName}</small>}
              </td>
              <td>{wordsOf.get(item.reasonCode) ?? item.reasonCode}</td>
              <td className="rg-right">{shareOf(item.before)}</td>
              <td className="rg-right">{shareOf(item.after)}</td>
              <td className="rg-right">{intervalWords(item)}</td>
              <td>
                <Verdict item={item} />
              </td>
              {mayManage && (
                <td className="rg-right">
                  <Popconfirm
                    title={t('retention.improve.ask')}
                    onConfirm={() => drop.mutate({ improvementId: item.id })}
                  >
                    <Button type="text" danger icon={<DeleteOutlined />} aria-label={t('retention.flow.remove')} />
                  </Popconfirm>
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </StackingTable>
    </section>
  )
}

const shareOf = ({ named, of }: Improvement['before']) =>
  of === 0 ? '–' : t('retention.effect.share', { stayed: named, of, percent: percent((named * 10_000) / of) })

/** What before and after say, as honestly as the numbers let. */
function Verdict({ item: { fromBps, untilBps } }: { item: Improvement }) {
  if (fromBps === null || untilBps === null) return <StatusTag tone="plain">{t('retention.improve.tooSoon')}</StatusTag>
  if (untilBps < 0) return <StatusTag tone="good">{t('retention.improve.fewer')}</StatusTag>
  if (fromBps > 0) return <StatusTag tone="warn">{t('retention.improve.more')}</StatusTag>
  return <StatusTag tone="plain">{t('retention.improve.unclear')}</StatusTag>
}

function NoteForm({ reasons, onDone }: { reasons: List['reasons']; onDone: () => void }) {
  const { timeZone } = useStore()
  const today = localDay(new Date(), timeZone)
  const [day, setDay] = useState<string>(today)
  const [reasonCode, setReasonCode] = useState(reasons[0]?.code ?? '')
  const command = useCommand(api.improvementCreate, { changes, onSuccess: onDone })
  return (
    <CommandForm
      command={command}
      onSubmit={({ words }: { words: string }) => command.mutate({ reasonCode, day, words })}
    >
      <TextField name="words" label={t('retention.improve.what')} maxLength={200} />
      <Form.Item label={t('retention.improve.reason')}>
        <Select<string>
          aria-label={t('retention.improve.reason')}
          value={reasonCode}
          onChange={setReasonCode}
          options={reasons.map(({ code, words }) => ({ value: code, label: words[language()] }))}
        />
      </Form.Item>
      <Form.Item label={t('retention.improve.day')}>
        <Input
          type="date"
          aria-label={t('retention.improve.day')}
          max={today}
          value={day}
          onChange={({ target }) => isDay(target.value) && setDay(target.value)}
        />
      </Form.Item>
      <SubmitButton block>{t('retention.improve.save')}</SubmitButton>
    </CommandForm>
  )
}
