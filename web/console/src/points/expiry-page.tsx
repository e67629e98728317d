import { EditOutlined, HeartOutlined } from '@ant-design/icons'
import { useSuspenseQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { api, query, type ResponseOf } from '@staff/api'
import { formatDay, formatInstant, Page, Section, StatusTag } from '@staff/ui'
import i18next from 'i18next'
import { t } from '#app/i18n.ts'
import { queryClient } from '#app/query-client.ts'
import { useMay } from '#app/session.ts'
import { ExpiryDrawer } from './expiry-drawer.tsx'
import { ExpiryNav } from './expiry-nav.tsx'
import { RescueDrawer } from './rescue-drawer.tsx'
import { endingWords } from './rule-words.ts'
import './points.css'
import './expiry.css'

const ruleQuery = () => query(api.expiryRuleGet, {})
const rescueQuery = () => query(api.rescueRuleGet, {})
const pageQuery = () => query(api.pointsRulesPageGet, { language: i18next.language.startsWith('en') ? 'en' : 'zh' })
const versionsQuery = () => query(api.expiryRuleList, {})

export async function loader() {
  await Promise.all([
    queryClient.ensureQueryData(ruleQuery()),
    queryClient.ensureQueryData(rescueQuery()),
    queryClient.ensureQueryData(versionsQuery()),
    queryClient.ensureQueryData(pageQuery()),
  ])
  return null
}

/** How points end, as members read it; each change a version with its announcement, and who accepted which text. */
export function ExpiryPage() {
  const rule = useSuspenseQuery(ruleQuery()).data
  const rescue = useSuspenseQuery(rescueQuery()).data
  const page = useSuspenseQuery(pageQuery()).data
  const versions = useSuspenseQuery(versionsQuery()).data.items
  const [editing, setEditing] = useState<'rule' | 'rescue' | null>(null)
  const mayEdit = useMay()('points.edit')
  const close = () => setEditing(null)
  return (
    <Page
      title={t('expiry.title')}
      lead={t('expiry.lead')}
      actions={
        mayEdit && (
          <>
            <Button icon={<HeartOutlined />} onClick={() => setEditing('rescue')}>
              {t('expiry.rescue.edit')}
            </Button>
            <Button type="primary" icon={<EditOutlined />} onClick={() => setEditing('rule')}>
              {t('expiry.edit')}
            </Button>
          </>
        )
      }
    >
      <ExpiryNav />
      <div className="rg-points">
        <PublishedText page={page} />
        <div className="rg-expiry-side">
          {rule.notice && <Notice rule={rule} />}
          <Versions versions={versions} current={rule.version} />
          <Accepted page={page} />
        </div>
      </div>
      <ExpiryDrawer open={editing === 'rule'} rule={rule} onClose={close} />
      <RescueDrawer open={editing === 'rescue'} rule={rescue} onClose={close} />
    </Page>
  )
}

type RulesPage = ResponseOf<typeof api.pointsRulesPageGet>
type Rule = ResponseOf<typeof api.expiryRuleGet>

function PublishedText({ page }: { page: RulesPage }) {
  return (
    <section className="rg-card rg-rules" aria-label={t('expiry.page.title')}>
      <div className="rg-card-head">
        <h2>{t('expiry.page.title')}</h2>
        <StatusTag tone="plain">{t('points.version', { version: page.version })}</StatusTag>
      </div>
      {page.sections.map(({ code, title, sentences }) => (
        <section key={code} className={code === 'expiry' ? 'rg-rules-part rg-rules-main' : 'rg-rules-part'}>
          <h3>{title}</h3>
          {sentences.map((sentence) => (
            <p key={sentence}>{sentence}</p>
          ))}
        </section>
      ))}
    </section>
  )
}

function Notice({ rule: { notice, version, noticeDays } }: { rule: Rule }) {
  const { told, applied, lastAppliesAt } = notice!
  return (
    <Section title={t('expiry.notice.title', { version })}>
      <p>{t('expiry.notice.text', { count: told, days: noticeDays })}</p>
      <p className="rg-faint">
        {applied < told && lastAppliesAt
          ? t('expiry.notice.until', { applied, told, day: formatDay(lastAppliesAt.slice(0, 10)) })
          : t('expiry.notice.done', { count: applied })}
      </p>
    </Section>
  )
}

type Version = ResponseOf<typeof api.expiryRuleList>['items'][number]

function Versions({ versions, current }: { versions: readonly Version[]; current: number }) {
  if (versions.length === 0) return null
  return (
    <Section title={t('points.versions')}>
      <ol className="rg-versions">
        {versions.map((version) => (
          <li key={version.version}>
            <span className="rg-versions-head">
              <strong>{t('points.version', { version: version.version })}</strong>
              {version.version === current && <StatusTag tone="good">{t('points.inForce')}</StatusTag>}
            </span>
            <span>{endingWords(version)}</span>
            <small>
              {version.reach === 'all' ? t('expiry.reach.all', { days: version.noticeDays }) : t('expiry.reach.new')}
            </small>
            <small>
              {t('points.by', { name: version.authorName ?? t('points.system'), at: formatInstant(version.at) })}
            </small>
          </li>
        ))}
      </ol>
    </Section>
  )
}

function Accepted({ page }: { page: RulesPage }) {
  return (
    <Section title={t('expiry.accepted.title')}>
      {page.versions.length === 0 ? (
        <p className="rg-faint">{t('expiry.accepted.none')}</p>
      ) : (
        <ol className="rg-versions">
          {page.versions.map(({ version, at, accepted }) => (
            <li key={version}>
              <span className="rg-versions-head">
                <strong>{t('points.version', { version })}</strong>
              </span>
              <span>{t('expiry.accepted.count', { count: accepted })}</span>
              <small>{formatInstant(at)}</small>
            </li>
          ))}
        </ol>
      )}
    </Section>
  )
}
