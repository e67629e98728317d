import { EditOutlined } from '@ant-design/icons'
import { useSuspenseQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useNavigate, useSearchParams } from 'react-router'
import { api, query, type ResponseOf } from '@staff/api'
import { EmptyState, formatInstant, Page, Section, StatusTag, TierBadge } from '@staff/ui'
import type { ProgrammeTerms } from '#modules/tiers/programme-rules.ts'
import { t } from '#app/i18n.ts'
import { paths } from '#app/paths.ts'
import { queryClient } from '#app/query-client.ts'
import { useMay } from '#app/session.ts'
import { TabSet } from '#console/members/tab-set.tsx'
import { BenefitReport } from './benefit-report.tsx'
import { TierMembers } from './tier-members.tsx'
import { PlainWords } from './plain-words.tsx'
import { benefitWords, thresholdWords } from './tier-words.ts'
import '#console/members/members.css'
import './tiers.css'
import { useTierNames } from './use-tier-names.ts'

const programmeQuery = () => query(api.tierProgrammeGet, {})
const versionsQuery = () => query(api.tierProgrammeVersionList, {})

export async function loader() {
  await Promise.all([queryClient.ensureQueryData(programmeQuery()), queryClient.ensureQueryData(versionsQuery())])
  return null
}

/** The levels of the shop's regulars: what each asks for and gives, who stands where, and what became of the benefits. */
export function TiersPage() {
  const programme = useSuspenseQuery(programmeQuery()).data
  const mayManage = useMay()('tiers.manage')
  const { terms } = programme
  const navigate = useNavigate()
  const edit = (label: string) =>
    mayManage && (
      <Button type="primary" icon={<EditOutlined />} onClick={() => void navigate(paths.tierEditor())}>
        {label}
      </Button>
    )
  return (
    <Page title={t('tiers.title')} lead={t('tiers.lead')} actions={terms && edit(t('tiers.edit'))}>
      {terms ? (
        <>
          <Ladder terms={terms} />
          {programme.unplaced !== null && programme.unplaced > 0 && (
            <p className="rg-banner" role="status">
              {t('tiers.placing', { count: programme.unplaced })}
            </p>
          )}
          <Tabs programme={{ ...programme, terms }} />
        </>
      ) : (
        <div className="rg-card">
          <EmptyState title={t('tiers.empty')} action={edit(t('tiers.start'))}>
            {t('tiers.emptyText')}
          </EmptyState>
        </div>
      )}
    </Page>
  )
}

/** The levels side by side, rising, each with what it asks for and what it gives. */
function Ladder({ terms }: { terms: ProgrammeTerms }) {
  const names = useTierNames()
  const steps = [
    { ...terms.base, tierId: 'base', reach: t('tiers.reachBase') },
    ...terms.levels.map((level) => ({ ...level, reach: thresholdWords(terms, level) })),
  ]
  return (
    <ol className="rg-tiers-ladder">
      {steps.map(({ tierId, name, colour, reach, benefits }) => (
        <li key={tierId} className="rg-card">
          <TierBadge name={name} level={colour} />
          <strong>{reach}</strong>
          {benefits.length === 0 ? (
            <span className="rg-faint">{t('tiers.noBenefits')}</span>
          ) : (
            <ul>
              {benefits.map((benefit) => (
                <li key={benefit.benefitId}>{benefitWords(benefit, names)}</li>
              ))}
            </ul>
          )}
        </li>
      ))}
    </ol>
  )
}

type Programme = ResponseOf<typeof api.tierProgrammeGet> & { terms: ProgrammeTerms }

function Tabs({ programme }: { programme: Programme }) {
  const may = useMay()
  const [params, setParams] = useSearchParams()
  const { terms } = programme
  const tabs = [
    { key: 'members', label: t('tiers.tab.members'), children: <TierMembers terms={terms} /> },
    ...(may('reports.read')
      ? [{ key: 'benefits', label: t('tiers.tab.benefits'), children: <BenefitReport terms={terms} /> }]
      : []),
    { key: 'rules', label: t('tiers.tab.rules'), children: <Rules programme={programme} /> },
  ]
  const wanted = params.get('tab')
  const open = tabs.some(({ key }) => key === wanted) ? wanted! : 'members'
  return (
    <div className="rg-tiers-tabs">
      <TabSet
        label={t('tiers.title')}
        tabs={tabs}
        open={open}
        onOpen={(key) => setParams({ tab: key }, { replace: true, preventScrollReset: true })}
      />
    </div>
  )
}

/** The rules in plain words, and every version that was published. */
function Rules({ programme }: { programme: Programme }) {
  const { items } = useSuspenseQuery(versionsQuery()).data
  return (
    <div className="rg-tiers-rules">
      <Section title={t('tiers.plain.title')}>
        <PlainWords terms={programme.terms} />
      </Section>
      <Section title={t('tiers.versions')}>
        <ol className="rg-versions">
          {items.map(({ version, terms, publishedAt, publishedBy }) => (
            <li key={version}>
              <span className="rg-versions-head">
                <strong>{t('tiers.version', { version })}</strong>
                {version === programme.version && <StatusTag tone="good">{t('tiers.inForce')}</StatusTag>}
              </span>
              <span>{terms.levels.map((level) => `${level.name} ${thresholdWords(terms, level)}`).join(' · ')}</span>
              <small>
                {publishedBy ?? t('tiers.system')} · {formatInstant(publishedAt)}
              </small>
            </li>
          ))}
        </ol>
      </Section>
    </div>
  )
}
