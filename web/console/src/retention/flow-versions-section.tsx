import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import { api, query, type ResponseOf } from '@staff/api'
import { ConfirmDrawer, InstantText, RefusalText, Section, useNotice } from '@staff/ui'
import type { Flow } from '#modules/retention/flow-types.ts'
import { t } from '#app/i18n.ts'
import { paths } from '#app/paths.ts'
import { changeWords } from './flow-change-words.ts'
import { FlowSummary } from './flow-summary.tsx'

type Version = ResponseOf<typeof api.cancelFlowVersions>['items'][number]

/** Every version of the way out: who published it, when, what it changed, how many left under it; to look at and to go back to. */
export function FlowVersions({ current, onDraft }: { current: number; onDraft: (flow: Flow) => void }) {
  const items = useQuery(query(api.cancelFlowVersions, {})).data?.items ?? []
  const [looked, setLooked] = useState<number | null>(null)
  if (items.length === 0) return null
  return (
    <Section title={t('retention.versions.title')}>
      <ol className="rg-retention-versions">
        {items.map((version) => (
          <VersionRow
            key={version.version}
            version={version}
            isCurrent={version.version === current}
            onLook={() => setLooked(version.version)}
          />
        ))}
      </ol>
      <ConfirmDrawer
        open={looked !== null}
        title={t('retention.versions.number', { version: looked ?? 0 })}
        onClose={() => setLooked(null)}
        size="large"
      >
        {looked !== null && (
          <OldVersion
            key={looked}
            version={looked}
            onDraft={(flow) => {
              onDraft(flow)
              setLooked(null)
            }}
          />
        )}
      </ConfirmDrawer>
    </Section>
  )
}

type RowProps = { version: Version; isCurrent: boolean; onLook: () => void }

function VersionRow({ version: { version, at, authorName, changes, leavings }, isCurrent, onLook }: RowProps) {
  return (
    <li>
      <div className="rg-retention-offer-head">
        <strong>{t('retention.versions.number', { version })}</strong>
        {isCurrent && <span className="rg-faint">{t('retention.versions.current')}</span>}
        <Button
          size="small"
          className="rg-retention-offer-tools"
          aria-label={t('retention.versions.lookAt', { version })}
          onClick={onLook}
        >
          {t('retention.versions.look')}
        </Button>
      </div>
      <small className="rg-faint">
        {at ? <InstantText at={at} /> : t('retention.versions.shipped')} {authorName}{' '}
        {leavings > 0 && (
          <Link to={paths.leavings({ flowVersion: String(version) })}>
            {t('retention.versions.leavings', { count: leavings })}
          </Link>
        )}
      </small>
      <ul>
        {changes.map((change, index) => (
          <li key={index}>{changeWords(change)}</li>
        ))}
      </ul>
    </li>
  )
}

function OldVersion({ version, onDraft }: { version: number; onDraft: (flow: Flow) => void }) {
  const notice = useNotice()
  const { data, error } = useQuery({ ...query(api.cancelFlowVersionGet, { version }), retry: false })
  return (
    <>
      <RefusalText error={error} />
      {data && (
        <>
          <FlowSummary flow={data} />
          <p className="rg-faint">{t('retention.versions.backHint')}</p>
          <Button
            type="primary"
            block
            onClick={() => {
              onDraft(data)
              notice.done(t('retention.versions.drafted', { version }))
            }}
          >
            {t('retention.versions.back')}
          </Button>
        </>
      )}
    </>
  )
}
