import { EditOutlined, StopOutlined } from '@ant-design/icons'
import { useSuspenseQuery } from '@tanstack/react-query'
import { Button, Popconfirm } from 'antd'
import { useState } from 'react'
import { useLoaderData, type LoaderFunctionArgs } from 'react-router'
import { api, query, useCommand, type ResponseOf } from '@staff/api'
import {
  Facts,
  formatInstant,
  formatMoney,
  MoneyText,
  Page,
  RefusalText,
  Section,
  StatCard,
  StatusTag,
} from '@staff/ui'
import { language, t } from '#app/i18n.ts'
import { idParam, paths } from '#app/paths.ts'
import { queryClient } from '#app/query-client.ts'
import { useMay, useStore } from '#app/session.ts'
import { useStoreNames } from '#console/members/use-store-names.ts'
import { periodWords } from './period-words.ts'
import { PromotionDrawer } from './promotion-drawer.tsx'
import { namedInTerms, promotionSentence, stateWords } from './promotion-words.ts'
import './promotions.css'
import { stackingWords } from './stacking-words.ts'
import { useNames } from './use-names.ts'

const promotionQuery = (promotionId: string) => query(api.promotionGet, { promotionId })

export async function loader({ params }: LoaderFunctionArgs) {
  const promotionId = idParam(params, 'promotionId')
  await queryClient.ensureQueryData(promotionQuery(promotionId))
  return { promotionId }
}

type Promotion = ResponseOf<typeof api.promotionGet>

/** One promotion: the rule in words, what it did, what it may still do, and how it read before. */
export function PromotionPage() {
  const { promotionId } = useLoaderData<typeof loader>()
  const promotion = useSuspenseQuery(promotionQuery(promotionId)).data
  const { timeZone } = useStore()
  const [isEditing, setEditing] = useState(false)
  const { label, tone } = stateWords[promotion.state]
  const { useLimit, memberLimit, budgetCents } = promotion
  const unlimited = t('promotions.field.noLimit')
  return (
    <Page
      title={promotion.name}
      badge={<StatusTag tone={tone}>{t(label)}</StatusTag>}
      crumbs={[{ label: t('promotions.title'), path: paths.promotions() }]}
      actions={promotion.state !== 'ended' && <Actions promotion={promotion} onEdit={() => setEditing(true)} />}
    >
      <section className="rg-card rg-promotion-rule">
        <Rule terms={promotion.terms} />
        <ul className="rg-promotion-stacking" aria-label={t('promotions.field.stacking')}>
          {stackingWords(promotion.terms).map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
        <Facts
          rows={[
            [t('promotions.field.period'), periodWords(promotion, timeZone)],
            [t('promotions.field.useLimit'), useLimit ?? unlimited],
            [t('promotions.field.memberLimit'), memberLimit ?? unlimited],
            [t('promotions.field.budget'), budgetCents === null ? unlimited : formatMoney(budgetCents)],
          ]}
        />
      </section>
      <div className="rg-promotion-figures">
        <StatCard label={t('promotions.figures.uses')} value={promotion.uses.toLocaleString(language())} />
        <StatCard label={t('promotions.figures.off')} value={<MoneyText cents={promotion.offCents} />} />
        <StatCard
          label={t('promotions.figures.average')}
          value={promotion.uses === 0 ? '–' : <MoneyText cents={Math.round(promotion.offCents / promotion.uses)} />}
        />
      </div>
      <Section title={t('promotions.versions')}>
        <ol className="rg-promotions">
          {promotion.versions.map((version) => (
            <li key={version.version} className="rg-promotion">
              <div className="rg-promotion-head">
                <strong>{t('promotions.version', { version: version.version })}</strong>
                {version.version === promotion.shownVersion && promotion.state === 'running' && (
                  <StatusTag tone="good">{t('promotions.inForce')}</StatusTag>
                )}
              </div>
              <Rule terms={version.terms} />
              <div className="rg-promotion-foot">
                <span>{t('promotions.validFrom', { at: formatInstant(version.validFrom) })}</span>
                <span>{periodWords(version, timeZone)}</span>
              </div>
            </li>
          ))}
        </ol>
      </Section>
      <PromotionDrawer open={isEditing} promotion={promotion} onClose={() => setEditing(false)} />
    </Page>
  )
}

function Rule({ terms }: { terms: Promotion['terms'] }) {
  const nameOf = useNames(namedInTerms(terms))
  return <p>{promotionSentence(terms, nameOf, useStoreNames())}</p>
}

function Actions({ promotion, onEdit }: { promotion: Promotion; onEdit: () => void }) {
  const may = useMay()
  const end = useCommand(api.promotionEnd, { changes: [api.promotionList, api.promotionGet] })
  if (!may('promotions.manage')) return null
  return (
    <>
      <RefusalText error={end.error} />
      <Popconfirm
        title={t('promotions.end.title')}
        description={t('promotions.end.text')}
        okText={t('promotions.end.button')}
        cancelText={t('promotions.end.cancel')}
        onConfirm={() => end.mutate({ promotionId: promotion.promotionId })}
      >
        <Button icon={<StopOutlined />} loading={end.isPending}>
          {t('promotions.end.button')}
        </Button>
      </Popconfirm>
      <Button type="primary" icon={<EditOutlined />} onClick={onEdit}>
        {t('promotions.edit')}
      </Button>
    </>
  )
}
