import { api, query, type InputOf, type ResponseOf } from '@staff/api'
import { DataList, DayText, EmptyState, type ListColumn, type ListFilter, StatusTag } from '@staff/ui'
import type { ProgrammeTerms } from '#modules/tiers/programme-rules.ts'
import { t } from '#app/i18n.ts'
import { paths } from '#app/paths.ts'
import { MemberTier } from './member-tier.tsx'
import { unitsWords } from './tier-words.ts'

type Row = ResponseOf<typeof api.tierMemberList>['items'][number]
type Filter = 'tierId' | 'only'

/** Who stands where: by what they have reached, with the next day on which something will be looked at. */
export function TierMembers({ terms }: { terms: ProgrammeTerms }) {
  return (
    <DataList<Row, Filter>
      id="tier-members"
      label={t('tiers.tab.members')}
      source={(request) => query(api.tierMemberList, requestOf(request))}
      columns={columns(terms)}
      filters={filters(terms)}
      rowHref={({ id }) => paths.member({ memberId: id })}
      empty={<EmptyState title={t('tiers.members.empty')}>{t('tiers.members.emptyText')}</EmptyState>}
    />
  )
}

function requestOf(
  request: { [Name in Filter | 'cursor']?: string } & { limit?: number },
): InputOf<typeof api.tierMemberList> {
  const { tierId, cursor, limit } = request
  const only = (['grace', 'granted'] as const).find((each) => each === request.only)
  return { ...(tierId && { tierId }), ...(only && { only }), ...(cursor && { cursor }), ...(limit && { limit }) }
}

function filters({ levels }: ProgrammeTerms): ListFilter<Filter>[] {
  return [
    {
      ...{ name: 'tierId', kind: 'choice', label: t('tiers.level') },
      options: levels.map(({ tierId, name }) => ({ value: tierId, label: name })),
    },
    {
      ...{ name: 'only', kind: 'choice', label: t('tiers.members.only') },
      options: (['grace', 'granted'] as const).map((value) => ({ value, label: t(`tiers.members.${value}`) })),
    },
  ]
}

function columns({ measure }: ProgrammeTerms): ListColumn<Row>[] {
  return [
    { key: 'name', title: t('tiers.members.name'), render: ({ name }) => name || '–' },
    { key: 'number', title: t('tiers.members.number'), render: ({ number }) => number },
    { key: 'tier', title: t('tiers.level'), render: ({ tierId }) => <MemberTier tierId={tierId} /> },
    {
      ...{ key: 'units', title: t(`tiers.measure.${measure}`), align: 'right' },
      render: ({ units }) => <span className="rg-tabular">{unitsWords(measure, units)}</span>,
    },
    { key: 'review', title: t('tiers.members.review'), render: ({ reviewDay }) => <DayText day={reviewDay} /> },
    {
      ...{ key: 'state', title: t('tiers.members.state') },
      render: ({ graceUntilDay, grantedUntilDay }) => (
        <>
          {graceUntilDay && (
            <StatusTag tone="warn">
              {t('tiers.members.grace')} <DayText day={graceUntilDay} />
            </StatusTag>
          )}
          {grantedUntilDay && (
            <StatusTag tone="info">
              {t('tiers.members.granted')} <DayText day={grantedUntilDay} />
            </StatusTag>
          )}
        </>
      ),
    },
  ]
}
