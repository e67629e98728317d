import { DownloadOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button, Select, Skeleton } from 'antd'
import { useState } from 'react'
import { api, hrefOf, query, type ResponseOf } from '@staff/api'
import { formatMoney, RefusalText, Section } from '@staff/ui'
import { type Breakdown, breakdowns, unknownKey } from '#modules/retention/report-by-rules.ts'
import { language, t } from '#app/i18n.ts'
import { useMay } from '#app/session.ts'
import { RegionFieldNote } from './region-field.tsx'
import { reasonWords } from './retention-words.ts'
import { StackingTable } from './stacking-table.tsx'

type Row = ResponseOf<typeof api.retentionBreakdown>['items'][number]

/** The same leavings by one side of them at a time: who left, why most of them, and what it cost; also as a file. */
export function BreakdownSection({ period }: { period: { from: string; until: string } }) {
  const may = useMay()
  const [by, setBy] = useState<Breakdown>('plan')
  const { data, error } = useQuery({ ...query(api.retentionBreakdown, { ...period, by }), retry: false })
  return (
    <Section
      title={t('retention.by.title')}
      actions={
        <>
          <Select<Breakdown>
            aria-label={t('retention.by.title')}
            className="rg-retention-by"
            value={by}
            onChange={setBy}
            options={breakdowns.map((value) => ({ value, label: t(`retention.by.${value}`) }))}
          />
          {may('reports.export') && (
            <Button icon={<DownloadOutlined />} href={hrefOf(api.retentionReportExport, { ...period, by })} download>
              CSV
            </Button>
          )}
        </>
      }
    >
      {by === 'region' && <RegionFieldNote />}
      <RefusalText error={error} />
      {!data && !error && <Skeleton active paragraph={{ rows: 4 }} />}
      {data && (
        <StackingTable>
          <thead>
            <tr>
              <th scope="col">{t(`retention.by.${by}`)}</th>
              {(['begun', 'cancelled', 'kept'] as const).map((key) => (
                <th key={key} scope="col" className="rg-right">
                  {t(`retention.report.${key}`)}
                </th>
              ))}
              <th scope="col" className="rg-right">
                {t('retention.effect.refund')}
              </th>
              <th scope="col">{t('retention.by.why')}</th>
            </tr>
          </thead>
          <tbody>
            {data.items.map((row) => (
              <tr key={row.key}>
                <td>{nameOf(row, by)}</td>
                <td className="rg-right">{row.begun}</td>
                <td className="rg-right">{row.cancelled}</td>
                <td className="rg-right">{row.kept}</td>
                <td className="rg-right">{formatMoney(row.refundCents)}</td>
                <td>{whyWords(row)}</td>
              </tr>
            ))}
          </tbody>
        </StackingTable>
      )}
    </Section>
  )
}

const channels = ['portal', 'open', 'counter', 'phone'] as const

function nameOf({ key, name }: Row, by: Breakdown): string {
  if (key === unknownKey) return t(`retention.by.unknown`)
  const channel = by === 'channel' && channels.find((each) => each === key)
  if (channel) return t(`retention.by.channelOf.${channel}`)
  if (by === 'storeRegion') return regionName(key)
  if (by === 'age') return t('retention.by.years', { range: key })
  return name ?? key
}

/** A country, or a state of one, by the code of the law pack. */
function regionName(code: string): string {
  const [country = code, state] = code.split('-')
  const name = new Intl.DisplayNames(language(), { type: 'region' }).of(country) ?? country
  return state ? `${name} (${state})` : name
}

/** The three most frequent reasons with how often each was given. */
function whyWords({ reasons }: Row): string {
  return reasons
    .slice(0, 3)
    .map((reason) => t('retention.by.times', { reason: reasonWords(reason), count: reason.count }))
    .join(t('retention.by.comma'))
}
