import { PlusOutlined } from '@ant-design/icons'
import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useEffect, useState } from 'react'
import { api, ApiRefusal, query, type ResponseOf, useCommand } from '@staff/api'
import { Page, RefusalText, Section, useNotice } from '@staff/ui'
import { baseTier, checkFlow } from '#modules/retention/flow-rules.ts'
import type { Flow } from '#modules/retention/flow-types.ts'
import { language, t } from '#app/i18n.ts'
import { queryClient } from '#app/query-client.ts'
import { refusalSentence } from '#app/refusal-sentence.ts'
import { useMay } from '#app/session.ts'
import { tiersQuery } from '#console/tiers/tiers-query.ts'
import { forgetDraft, keepDraft, readDraft } from '#console/ui/draft.ts'
import type { CouponChoice } from './flow-inputs.tsx'
import { FlowRules } from './flow-rules-section.tsx'
import { FlowVersions } from './flow-versions-section.tsx'
import { missingIn, moved, newOffer } from './new-offer.ts'
import { OfferEditor } from './offer-editor.tsx'
import { Questions } from './questions-section.tsx'
import { Reasons } from './reasons-section.tsx'
import { RetentionTabs } from './retention-tabs.tsx'
import type { SegmentChoices } from './segment-editor.tsx'
import { TrialPanel } from './trial-panel.tsx'

const flowQuery = () => query(api.cancelFlowGet, {})
const draftName = 'cancel-flow'

export async function loader() {
  await queryClient.ensureQueryData(flowQuery())
  return null
}

export type FlowEditing = { flow: Flow; change: (part: Partial<Flow>) => void }
type Law = ResponseOf<typeof api.cancelFlowGet>['laws'][number]

/** The way out as the shop makes it: why people are asked, what they are offered and its limits; tried, then published. */
export function FlowPage() {
  const { laws, ...published } = useSuspenseQuery(flowQuery()).data
  const [flow, setFlow] = useState<Flow>(() => draftOf(published.version) ?? published)
  useEffect(() => keepDraft(draftName, { flow }), [flow])
  const coupons = useCouponChoices()
  const choices = useSegmentChoices()
  const change = (part: Partial<Flow>) => setFlow((now) => ({ ...now, ...part }))
  const missing = missingIn(flow)
  return (
    <Page
      title={t('retention.title')}
      lead={t('retention.flow.lead')}
      actions={
        <Publish
          flow={flow}
          laws={laws}
          onPublished={(version) => setFlow((now) => ({ ...now, version }))}
          onReset={() => setFlow(published)}
        />
      }
    >
      <RetentionTabs />
      <div className="rg-retention-editor">
        <div>
          <Section title={t('retention.flow.rules')}>
            <FlowRules flow={flow} change={change} coupons={coupons} />
          </Section>
          <Offers flow={flow} change={change} coupons={coupons} choices={choices} />
          <Reasons flow={flow} change={change} />
          <Questions flow={flow} change={change} />
        </div>
        <div>
          <Section title={t('retention.flow.status')}>
            <p>
              {t(published.version === 0 ? 'retention.flow.shipped' : 'retention.flow.version', {
                version: published.version,
              })}
            </p>
            <ul className="rg-retention-laws">
              {laws.map(({ id, name, offers }) => (
                <li key={id}>
                  <strong>{name[language()]}</strong> {t(`retention.flow.law.${offers}`)}
                </li>
              ))}
            </ul>
          </Section>
          <TrialPanel flow={flow} isReady={missing === null} />
          <FlowVersions
            current={published.version}
            onDraft={(old) => setFlow({ ...old, version: published.version })}
          />
        </div>
      </div>
    </Page>
  )
}

/** What was being edited before a reload, if nobody published meanwhile. */
function draftOf(version: number): Flow | null {
  const { flow } = readDraft(draftName) as { flow?: Flow }
  return flow?.version === version ? flow : null
}

function useCouponChoices(): CouponChoice[] {
  const may = useMay()
  const templates = useQuery({ ...query(api.couponTemplateList, { limit: 200 }), enabled: may('coupons.read') })
  return (templates.data?.items ?? []).map(({ couponTemplateId, name }) => ({ value: couponTemplateId, label: name }))
}

function useSegmentChoices(): SegmentChoices {
  const may = useMay()
  const tiers = useQuery(tiersQuery).data
  const plans = useQuery({ ...query(api.planList, {}), enabled: may('passes.read') }).data?.items ?? []
  return {
    tiers: [
      ...(tiers ? [{ value: baseTier, label: tiers.base.name }] : []),
      ...(tiers?.items ?? []).flatMap(({ tierId, name, isArchived }) =>
        isArchived ? [] : { value: tierId, label: name },
      ),
    ],
    plans: plans.map(({ planId, name }) => ({ value: planId, label: name })),
  }
}

type PublishProps = {
  flow: Flow
  laws: readonly Law[]
  onPublished: (version: number) => void
  onReset: () => void
}

function Publish({ flow, laws, onPublished, onReset }: PublishProps) {
  const notice = useNotice()
  const publish = useCommand(api.cancelFlowPublish, {
    changes: [api.cancelFlowGet, api.cancelFlowVersions, api.wayOutGet],
    onSuccess: ({ version }) => {
      forgetDraft(draftName)
      onPublished(version)
      notice.done(t('retention.flow.published', { version }))
    },
  })
  const missing = missingIn(flow)
  const wrong = checkFlow(flow)
  const law = publish.error instanceof ApiRefusal && publish.error.code === 'flow_breaks_law' ? publish.error : null
  return (
    <>
      {missing && <span className="rg-faint">{t(`retention.flow.missing.${missing}`)}</span>}
      {!missing && wrong && <span className="rg-refusal">{refusalSentence(wrong.code, wrong.details)}</span>}
      {law ? (
        <span className="rg-refusal" role="alert">
          {lawWords(law.details, laws)}
        </span>
      ) : (
        <RefusalText error={publish.error} />
      )}
      <Button
        onClick={() => {
          forgetDraft(draftName)
          publish.reset()
          onReset()
        }}
      >
        {t('retention.flow.reset')}
      </Button>
      <Button
        type="primary"
        loading={publish.isPending}
        disabled={missing !== null || wrong !== null}
        onClick={() => publish.mutate(flow)}
      >
        {t('retention.flow.publish')}
      </Button>
    </>
  )
}

const lawRules = ['offers_none', 'offers_after_receipt', 'no_reason_needed', 'too_many_taps'] as const

/** Which law stands against a flow and what of it, by the names people know. */
function lawWords(details: Readonly<Record<string, unknown>>, laws: readonly Law[]): string {
  const { pack, rule } = details
  const known = lawRules.find((each) => each === rule)
  if (!known) return refusalSentence('flow_breaks_law', details)
  const name = laws.find(({ id }) => id === pack)?.name[language()]
  return t(`retention.flow.breaks.${known}`, { pack: name ? `${name} (${String(pack)})` : String(pack) })
}

type OffersProps = FlowEditing & { coupons: readonly CouponChoice[]; choices: SegmentChoices }

function Offers({ flow, change, coupons, choices }: OffersProps) {
  const { offers, reasons } = flow
  const setOffers = (next: Flow['offers']) => change({ offers: next })
  return (
    <Section title={t('retention.flow.offers')}>
      <p className="rg-faint">{t('retention.flow.offersHint')}</p>
      <ol className="rg-retention-offers">
        {offers.map((offer, index) => (
          <OfferEditor
            key={offer.code}
            offer={offer}
            place={index}
            isLast={index === offers.length - 1}
            reasons={reasons}
            coupons={coupons}
            choices={choices}
            onChange={(next) => setOffers(offers.with(index, next))}
            onMove={(by) => setOffers(moved(offers, index, by))}
            onRemove={() => setOffers(offers.toSpliced(index, 1))}
          />
        ))}
      </ol>
      {offers.length < 20 && (
        <Button icon={<PlusOutlined />} onClick={() => setOffers([...offers, newOffer(offers)])}>
          {t('retention.flow.addOffer')}
        </Button>
      )}
    </Section>
  )
}
