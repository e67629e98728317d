import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { api, query, type ResponseOf } from '@staff/api'
import {
  DataList,
  EmptyState,
  InstantText,
  type ListColumn,
  type ListFilter,
  MoneyText,
  formatDay,
  formatMoney,
  Section,
  StatCard,
  StatusTag,
} from '@staff/ui'
import { issuedStates, type IssuedState } from '#modules/coupons/issued-state-rules.ts'
import { localDay } from '#shared/business-day.ts'
import { language, t } from '#app/i18n.ts'
import { paths } from '#app/paths.ts'
import { useStore } from '#app/session.ts'
import { useStoreNames } from '#console/members/use-store-names.ts'

type Issued = ResponseOf<typeof api.couponTemplateCouponList>['items'][number]

/** What became of the coupons of a kind, each figure the way to its coupons below. */
export function TemplateFigures({
  couponTemplateId,
  budgetCents,
}: {
  couponTemplateId: string
  budgetCents: number | null
}) {
  const { data } = useQuery(query(api.couponTemplateFiguresGet, { couponTemplateId }))
  if (!data || data.issued === 0) return null
  const { issued, unused, used, expired, offCents } = data
  const rate = Math.round((used * 100) / issued)
  const to = (state: IssuedState) => `?state=${state}#issued`
  const count = (value: number) => value.toLocaleString(language())
  return (
    <div className="rg-coupon-stats">
      <StatCard label={t('coupons.stat.issued')} value={count(issued)} to="?#issued" />
      <StatCard label={t('coupons.stat.unused')} value={count(unused)} to={to('usable')} />
      <StatCard
        label={t('coupons.stat.used')}
        value={count(used)}
        hint={t('coupons.stat.rate', { rate })}
        to={to('used')}
      />
      <StatCard label={t('coupons.stat.expired')} value={count(expired)} to={to('expired')} />
      <StatCard
        label={t('coupons.stat.off')}
        value={formatMoney(offCents)}
        {...(budgetCents !== null && { hint: t('coupons.stat.budget', { amount: formatMoney(budgetCents) }) })}
      />
    </div>
  )
}

/** The coupons of a kind, one by one: who has which, how it stands, and the sale that took it. */
export function IssuedCoupons({ couponTemplateId }: { couponTemplateId: string }) {
  const storeNames = useStoreNames()
  const { timeZone } = useStore()
  return (
    <Section title={t('coupons.issued.title')}>
      <div id="issued">
        <DataList<Issued, 'state'>
          id="issued-coupons"
          label={t('coupons.issued.title')}
          source={({ state, cursor, limit }) => {
            const known = issuedStates.find((each) => each === state)
            const page = { ...(cursor && { cursor }), ...(limit && { limit }) }
            return query(api.couponTemplateCouponList, { couponTemplateId, ...(known && { state: known }), ...page })
          }}
          columns={columns(storeNames, timeZone)}
          filters={filters()}
          pageSize={20}
          empty={<EmptyState title={t('coupons.issued.none')}>{t('coupons.issues.emptyText')}</EmptyState>}
        />
      </div>
    </Section>
  )
}

function filters(): ListFilter<'state'>[] {
  const options = issuedStates.map((value) => ({ value, label: t(`coupons.issued.state.${value}`) }))
  return [{ name: 'state', kind: 'choice', label: t('coupons.issued.stateTitle'), options }]
}

const tones = { usable: 'info', used: 'good', expired: 'plain', void: 'warn' } as const

/** The end is exclusive: the day that it names last. */
function lastDayText(endsAt: string, timeZone: string): string {
  return formatDay(localDay(new Date(Date.parse(endsAt) - 1), timeZone))
}

function stateOf({ status, endsAt }: Issued): IssuedState {
  if (status === 'used' || status === 'void') return status
  return new Date(endsAt) > new Date() ? 'usable' : 'expired'
}

function columns(storeNames: ReadonlyMap<string, string>, timeZone: string): ListColumn<Issued>[] {
  return [
    {
      key: 'member',
      title: t('coupons.issued.member'),
      render: ({ memberId, memberName }) =>
        memberId === null ? (
          t('coupons.issued.bearer')
        ) : memberName ? (
          <Link to={paths.member({ memberId })}>{memberName}</Link>
        ) : (
          t('coupons.issued.erased')
        ),
    },
    {
      key: 'state',
      title: t('coupons.issued.stateTitle'),
      render: (row) => (
        <StatusTag tone={tones[stateOf(row)]}>
          {t(row.status === 'offered' ? 'coupons.issued.offered' : `coupons.issued.state.${stateOf(row)}`)}
        </StatusTag>
      ),
    },
    { key: 'issuedAt', title: t('coupons.issued.at'), render: ({ issuedAt }) => <InstantText at={issuedAt} /> },
    { key: 'endsAt', title: t('coupons.issued.endsAt'), render: ({ endsAt }) => lastDayText(endsAt, timeZone) },
    {
      key: 'sale',
      title: t('coupons.issued.sale'),
      render: ({ saleId, usedAt, storeId }) =>
        saleId && usedAt ? (
          <>
            <Link to={paths.sale({ saleId })}>
              <InstantText at={usedAt} />
            </Link>{' '}
            <span className="rg-faint">{storeNames.get(storeId ?? '') ?? ''}</span>
          </>
        ) : (
          '–'
        ),
    },
    {
      key: 'off',
      title: t('coupons.issued.off'),
      align: 'right',
      render: ({ offCents }) => (offCents === null ? '–' : <MoneyText cents={offCents} />),
    },
  ]
}
