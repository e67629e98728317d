import { DownloadOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button, Input, Segmented } from 'antd'
import { useSearchParams } from 'react-router'
import { api, query, useCommand, type ResponseOf } from '@staff/api'
import {
  EmptyState,
  formatDay,
  formatMoney,
  MoneyText,
  Page,
  RefusalText,
  ScrollBox,
  Section,
  StatCard,
  useNotice,
} from '@staff/ui'
import { isDay, localDay } from '#shared/business-day.ts'
import { t } from '#app/i18n.ts'
import { queryClient } from '#app/query-client.ts'
import { useMay, useStore } from '#app/session.ts'
import { InvoicesLink } from './settlement-invoices-page.tsx'
import './top-ups.css'

type Settlement = ResponseOf<typeof api.storedValueSettlement>
type Row = Settlement['rows'][number]

const sums = ['collectedCents', 'servedCents', 'paidBackCents', 'servedBonusCents', 'netCents'] as const

/** What stores owe each other for stored value that one sold and another served, day by day; everything sums to zero. */
export function SettlementPage() {
  const { timeZone } = useStore()
  const [params, setParams] = useSearchParams()
  const today = localDay(new Date(), timeZone)
  const dayOf = (name: string, otherwise: string) => {
    const given = params.get(name)
    return given && isDay(given) ? given : otherwise
  }
  const period = { from: dayOf('from', `${today.slice(0, 8)}01`), until: dayOf('until', today) }
  const { data, error } = useQuery({ ...query(api.storedValueSettlement, period), retry: false })
  const mayExport = useMay()('reports.export')
  const pick = (name: 'from' | 'until') => (
    <Input
      type="date"
      aria-label={t(`top-ups.settlement.${name}`)}
      className="rg-day-pick"
      value={period[name]}
      onChange={({ target }) => isDay(target.value) && setParams({ ...period, [name]: target.value })}
    />
  )
  return (
    <Page
      title={t('top-ups.settlement.title')}
      lead={t('top-ups.settlement.lead')}
      actions={
        <>
          <InvoicesLink />
          {pick('from')}
          {pick('until')}
          {mayExport && (
            <Button
              icon={<DownloadOutlined />}
              href={`/api/v1/exports/stored-value-settlement?${new URLSearchParams(period)}`}
            >
              {t('top-ups.settlement.file')}
            </Button>
          )}
        </>
      }
    >
      <RefusalText error={error} />
      {data && <Parties settlement={data} period={period} />}
    </Page>
  )
}

function Parties({ settlement, period }: { settlement: Settlement; period: { from: string; until: string } }) {
  const { rows, parties, crossings } = settlement
  const names = new Map(parties.map(({ storeId, name }) => [storeId, name]))
  const nameOf = (partyId: string | null) =>
    partyId === null ? t('top-ups.settlement.headOffice') : (names.get(partyId) ?? partyId)
  const totals = [...Map.groupBy(rows, ({ partyId }) => partyId)].map(([partyId, days]) => ({
    partyId,
    ...totalOf(days),
  }))
  if (rows.length === 0) {
    return (
      <div className="rg-card">
        <EmptyState title={t('top-ups.settlement.none')}>
          {t('top-ups.settlement.noneText', {
            from: formatDay(period.from),
            until: formatDay(period.until),
          })}
        </EmptyState>
        <Kinds parties={parties} />
      </div>
    )
  }
  return (
    <>
      <div className="rg-stats">
        {totals.map(({ partyId, netCents }) => (
          <StatCard
            key={partyId}
            label={nameOf(partyId)}
            value={formatMoney(Math.abs(netCents))}
            hint={t(`top-ups.settlement.${wayOf(partyId, netCents)}`)}
          />
        ))}
      </div>
      <Section title={t('top-ups.settlement.byDay')}>
        <NettingTable rows={rows} nameOf={nameOf} total={totalOf(rows)} />
      </Section>
      <Section title={t('top-ups.settlement.crossings')}>
        <p className="rg-faint">{t('top-ups.settlement.crossingsHint')}</p>
        <ScrollBox>
          <table className="rg-settlement">
            <thead>
              <tr>
                <th scope="col">{t('top-ups.settlement.soldBy')}</th>
                <th scope="col">{t('top-ups.settlement.servedBy')}</th>
                <th scope="col">{t('top-ups.settlement.servedCents')}</th>
              </tr>
            </thead>
            <tbody>
              {crossings.map(({ originStoreId, storeId, servedCents }) => (
                <tr key={`${originStoreId} ${storeId}`}>
                  <th scope="row">{nameOf(originStoreId)}</th>
                  <td>{nameOf(storeId)}</td>
                  <td>
                    <MoneyText cents={servedCents} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollBox>
      </Section>
      <Section title={t('top-ups.settlement.parties')}>
        <Kinds parties={parties} />
      </Section>
    </>
  )
}

function wayOf(partyId: string | null, netCents: number): 'even' | 'holds' | 'owes' | 'isOwed' {
  if (netCents === 0) return 'even'
  if (partyId === null) return netCents < 0 ? 'holds' : 'owes'
  return netCents > 0 ? 'owes' : 'isOwed'
}

function totalOf(rows: readonly Row[]) {
  const sumOf = (field: (typeof sums)[number]) => rows.reduce((total, row) => total + row[field], 0)
  return Object.fromEntries(sums.map((field) => [field, sumOf(field)])) as Record<(typeof sums)[number], number>
}

type NettingTableProps = {
  rows: readonly Row[]
  nameOf: (partyId: string | null) => string
  total: Record<(typeof sums)[number], number>
}

function NettingTable({ rows, nameOf, total }: NettingTableProps) {
  return (
    <ScrollBox>
      <table className="rg-settlement">
        <thead>
          <tr>
            <th scope="col">{t('top-ups.settlement.day')}</th>
            <th scope="col">{t('top-ups.settlement.party')}</th>
            {sums.map((field) => (
              <th key={field} scope="col">
                {t(`top-ups.settlement.${field}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={`${row.day} ${row.partyId}`}>
              <td>{formatDay(row.day)}</td>
              <th scope="row">{nameOf(row.partyId)}</th>
              {sums.map((field) => (
                <td key={field}>
                  <MoneyText cents={row[field]} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" colSpan={2}>
              {t('top-ups.settlement.total')}
            </th>
            {sums.map((field) => (
              <td key={field}>
                <MoneyText cents={total[field]} strong />
              </td>
            ))}
          </tr>
        </tfoot>
      </table>
    </ScrollBox>
  )
}

/** Which stores settle by themselves. */
function Kinds({ parties }: Pick<Settlement, 'parties'>) {
  const notice = useNotice()
  const mayEdit = useMay()('settings.edit')
  const set = useCommand(api.settlementPartySet, {
    changes: [api.storedValueSettlement],
    onSuccess: () => notice.done(t('settings.saved')),
    onRefused: () => void queryClient.invalidateQueries({ queryKey: [api.storedValueSettlement.path] }),
  })
  return (
    <>
      <p className="rg-faint">{t('top-ups.settlement.partiesHint')}</p>
      <ul className="rg-settlement-parties">
        {parties.map(({ storeId, name, kind, version }) => (
          <li key={storeId}>
            <span>{name}</span>
            <Segmented<typeof kind>
              aria-label={name}
              value={kind}
              disabled={!mayEdit || set.isPending}
              onChange={(chosen) => set.mutate({ storeId, kind: chosen, version })}
              options={(['own', 'franchise'] as const).map((value) => ({
                value,
                label: t(`top-ups.settlement.kind.${value}`),
              }))}
            />
          </li>
        ))}
      </ul>
      <RefusalText error={set.error} />
    </>
  )
}
