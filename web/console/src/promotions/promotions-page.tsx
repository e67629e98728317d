import { PlusOutlined } from '@ant-design/icons'
import { useSuspenseQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { Link, useSearchParams } from 'react-router'
import { api, query } from '@staff/api'
import { EmptyState, MoneyText, Page, Section, StatusTag } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { paths } from '#app/paths.ts'
import { queryClient } from '#app/query-client.ts'
import { useMay, useStore } from '#app/session.ts'
import { useStoreNames } from '#console/members/use-store-names.ts'
import { periodWords } from './period-words.ts'
import { PromotionDrawer } from './promotion-drawer.tsx'
import { namedInTerms, promotionSentence, type PromotionRow, stateWords } from './promotion-words.ts'
import './promotions.css'
import { useNames } from './use-names.ts'
import { WeekGrid } from './week-grid.tsx'

const promotionsQuery = () => query(api.promotionList, { limit: 200 })

export async function loader() {
  await queryClient.ensureQueryData(promotionsQuery())
  return null
}

/** What the shop gives to everybody who fits: what runs, what comes, what is over, and the week at a glance. */
export function PromotionsPage() {
  const { items } = useSuspenseQuery(promotionsQuery()).data
  const [params, setParams] = useSearchParams()
  const add = useMay()('promotions.manage') && (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setParams({ new: '1' })}>
      {t('promotions.add')}
    </Button>
  )
  const current = items.filter(({ state }) => state !== 'ended')
  return (
    <Page title={t('promotions.title')} lead={t('promotions.lead')} actions={items.length > 0 && add}>
      {items.length === 0 && (
        <div className="rg-card">
          <EmptyState title={t('promotions.empty')} action={add}>
            {t('promotions.emptyText')}
          </EmptyState>
        </div>
      )}
      {(['running', 'planned', 'ended'] as const).map((state) => (
        <Group key={state} state={state} rows={items.filter((row) => row.state === state)} />
      ))}
      {current.length > 0 && (
        <Section title={t('promotions.week.title')}>
          <WeekGrid promotions={current} />
        </Section>
      )}
      <PromotionDrawer open={params.has('new')} promotion={null} onClose={() => setParams({})} />
    </Page>
  )
}

function Group({ state, rows }: { state: PromotionRow['state']; rows: readonly PromotionRow[] }) {
  if (rows.length === 0) return null
  return (
    <Section title={t(stateWords[state].label)}>
      <ul className="rg-promotions">
        {rows.map((row) => (
          <PromotionCard key={row.promotionId} row={row} />
        ))}
      </ul>
    </Section>
  )
}

function PromotionCard({ row }: { row: PromotionRow }) {
  const { timeZone } = useStore()
  const nameOf = useNames(namedInTerms(row.terms))
  const storeNames = useStoreNames()
  const { label, tone } = stateWords[row.state]
  return (
    <li className="rg-promotion">
      <div className="rg-promotion-head">
        <Link to={paths.promotion({ promotionId: row.promotionId })}>{row.name}</Link>
        <StatusTag tone={tone}>{t(label)}</StatusTag>
      </div>
      <p>{promotionSentence(row.terms, nameOf, storeNames)}</p>
      <div className="rg-promotion-foot">
        <span>{periodWords(row, timeZone)}</span>
        <span>
          {t('promotions.used', { count: row.uses })} · <MoneyText cents={row.offCents} />
        </span>
      </div>
    </li>
  )
}
