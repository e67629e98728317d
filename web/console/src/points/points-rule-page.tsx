import { EditOutlined } from '@ant-design/icons'
import { useSuspenseQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import { api, query, type ResponseOf } from '@staff/api'
import { EmptyState, Facts, formatInstant, Page, Section, StatusTag } from '@staff/ui'
import { never } from '#modules/points/expiry-rules.ts'
import { t } from '#app/i18n.ts'
import { paths } from '#app/paths.ts'
import { queryClient } from '#app/query-client.ts'
import { useMay } from '#app/session.ts'
import { RedeemSection } from './redeem-section.tsx'
import { RuleDrawer } from './rule-drawer.tsx'
import { RuleExamples } from './rule-examples.tsx'
import { endingWords, excludedWords, pendingWords, ruleSentence, type PointsRule } from './rule-words.ts'
import './points.css'

const ruleQuery = () => query(api.pointsRuleGet, {})
const endingQuery = () => query(api.expiryRuleGet, {})
const versionsQuery = () => query(api.pointsRuleList, {})

export async function loader() {
  await Promise.all([
    queryClient.ensureQueryData(ruleQuery()),
    queryClient.ensureQueryData(endingQuery()),
    queryClient.ensureQueryData(versionsQuery()),
  ])
  return null
}

/** How members earn points, in words, with what a sale of today would bring. Every change is a version of its own. */
export function PointsRulePage() {
  const rule = useSuspenseQuery(ruleQuery()).data
  const ending = useSuspenseQuery(endingQuery()).data
  const versions = useSuspenseQuery(versionsQuery()).data.items
  const [isEditing, setEditing] = useState(false)
  const mayEdit = useMay()('points.edit')
  const button = (label: string) =>
    mayEdit && (
      <Button type="primary" icon={<EditOutlined />} onClick={() => setEditing(true)}>
        {label}
      </Button>
    )
  return (
    <Page title={t('points.title')} lead={t('points.lead')} actions={rule.version > 0 && button(t('points.edit'))}>
      {rule.version === 0 ? (
        <div className="rg-card">
          <EmptyState title={t('points.off')} action={button(t('points.start'))}>
            {t('points.offText')}
          </EmptyState>
        </div>
      ) : (
        <div className="rg-points">
          <CurrentRule rule={rule} ending={ending} />
          {versions.length > 0 && <Versions versions={versions} current={rule.version} ending={ending} />}
        </div>
      )}
      <RedeemSection />
      <RuleDrawer open={isEditing} rule={rule} ending={ending} onClose={() => setEditing(false)} />
    </Page>
  )
}

type PublishedEnding = ResponseOf<typeof api.expiryRuleGet>

function CurrentRule({ rule, ending }: { rule: PointsRule; ending: PublishedEnding }) {
  return (
    <section className="rg-card rg-points-rule">
      <p className="rg-points-sentence">{ruleSentence(rule)}</p>
      {rule.points > 0 && (
        <>
          <p className="rg-faint">{t('points.flooring')}</p>
          <Facts
            rows={[
              [
                t('points.expiry'),
                <Link key="expiry" to={paths.pointsExpiry()}>
                  {endingWords(ending)}
                </Link>,
              ],
              [t('points.pending'), pendingWords(rule)],
              [t('points.excluded'), excludedWords(rule)],
              [t('points.tax'), t(rule.isTaxIncluded ? 'points.taxIn' : 'points.taxOut')],
            ]}
          />
          <h2>{t('points.exampleTitle')}</h2>
          <RuleExamples rule={rule} ending={ending} />
        </>
      )}
    </section>
  )
}

type Version = ResponseOf<typeof api.pointsRuleList>['items'][number]

type VersionsProps = { versions: readonly Version[]; current: number; ending: PublishedEnding }

/** What each version said; how long points lived is part of it until that has versions of its own. */
function Versions({ versions, current, ending }: VersionsProps) {
  const wordsOf = (version: Version) =>
    version.points > 0 && ending.version === 0
      ? [ruleSentence(version), endingWords({ ...never, age: version.expiry })]
      : [ruleSentence(version)]
  return (
    <Section title={t('points.versions')}>
      <ol className="rg-versions">
        {versions.map((version) => (
          <li key={version.version}>
            <span className="rg-versions-head">
              <strong>{t('points.version', { version: version.version })}</strong>
              {version.version === current && <StatusTag tone="good">{t('points.inForce')}</StatusTag>}
            </span>
            <span>{wordsOf(version).join(' · ')}</span>
            <small>
              {t('points.by', { name: version.authorName ?? t('points.system'), at: formatInstant(version.at) })}
            </small>
          </li>
        ))}
      </ol>
    </Section>
  )
}
