import { useQuery } from '@tanstack/react-query'
import { Progress } from 'antd'
import { api, query, type ResponseOf } from '@staff/api'
import { InstantText } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { TagList } from './tag-list.tsx'

type Run = ResponseOf<typeof api.memberTagRunList>['items'][number]

/** The latest changes of the tags of many: how far each has come. It can be left and found again. */
export function TagRuns() {
  const { data } = useQuery({
    ...query(api.memberTagRunList, {}),
    refetchInterval: ({ state }) => (state.data?.items.some(({ endedAt }) => !endedAt) ? 2_000 : false),
  })
  if (!data || data.items.length === 0) return null
  return (
    <section className="rg-tag-runs" aria-label={t('members.tags.runs')}>
      <h3>{t('members.tags.runs')}</h3>
      <ul>
        {data.items.map((run) => (
          <TagRun key={run.tagRunId} run={run} />
        ))}
      </ul>
    </section>
  )
}

function TagRun({ run: { addIds, removeIds, at, members, done, changed, endedAt } }: { run: Run }) {
  return (
    <li>
      {addIds.length > 0 && (
        <span className="rg-tags">
          {t('members.tags.added')} <TagList tagIds={addIds} />
        </span>
      )}
      {removeIds.length > 0 && (
        <span className="rg-tags">
          {t('members.tags.removed')} <TagList tagIds={removeIds} />
        </span>
      )}
      {!endedAt && <Progress percent={Math.floor((done * 100) / members)} size="small" status="active" />}
      <span className="rg-faint" role="status">
        {endedAt
          ? t('members.tags.runDone', { count: changed, total: members })
          : t('members.tags.runGoing', { count: done, total: members })}
        {' · '}
        <InstantText at={at} relative />
      </span>
    </li>
  )
}
