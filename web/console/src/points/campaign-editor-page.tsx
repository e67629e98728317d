import { useSuspenseQuery, useQuery } from '@tanstack/react-query'
import { Button, Input } from 'antd'
import { useState } from 'react'
import { useNavigate, useSearchParams } from 'react-router'
import { api, query, useCommand, type ResponseOf } from '@staff/api'
import { Page, RefusalText, useNotice } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { paths } from '#app/paths.ts'
import { queryClient } from '#app/query-client.ts'
import { useStore } from '#app/session.ts'
import { Whole } from '#console/promotions/number-inputs.tsx'
import '#console/promotions/promotions.css'
import { CampaignFields } from './campaign-fields.tsx'
import { bodyOf, type CampaignDraft, draftOf } from './campaign-draft.ts'
import { CampaignSimulation } from './campaign-simulation.tsx'
import { type CampaignRow, campaignSentence } from './campaign-words.ts'
import './campaigns.css'
import { ruleSentence } from './rule-words.ts'
import { useCampaignNames } from './use-campaign-names.ts'

const ruleQuery = () => query(api.pointsRuleGet, {})

export async function loader() {
  await queryClient.ensureQueryData(ruleQuery())
  return null
}

/** Plans a campaign, or the next version of one: its parts on the left, in words and as a trial over real sales on the right. */
export function CampaignEditorPage() {
  const [params] = useSearchParams()
  const campaignId = params.get('of')
  const campaign = useQuery({
    ...query(api.campaignGet, { campaignId: campaignId ?? '' }),
    enabled: campaignId !== null,
  })
  const title = t(campaignId ? 'campaigns.edit' : 'campaigns.add')
  const crumbs = [{ label: t('campaigns.title'), path: paths.campaigns() }]
  return (
    <Page title={title} lead={t('campaigns.editorLead')} crumbs={crumbs}>
      {(!campaignId || campaign.data) && <Editor campaign={campaign.data ?? null} />}
      <RefusalText error={campaign.error} />
    </Page>
  )
}

type Tried = { of: string; result: ResponseOf<typeof api.campaignSimulate> }

function Editor({ campaign }: { campaign: CampaignRow | null }) {
  const { timeZone } = useStore()
  const [draft, setDraft] = useState(() => draftOf(campaign, timeZone))
  const [days, setDays] = useState(30)
  const [tried, setTried] = useState<Tried | null>(null)
  const simulate = useCommand(api.campaignSimulate, {})
  const body = bodyOf(draft, campaign, timeZone)
  const asTyped = JSON.stringify(body)
  const current = tried?.of === asTyped ? tried.result : null
  const isWhole = body.name !== '' && draft.fromDay !== ''
  const tryOut = () =>
    simulate.mutate(
      { ...body, name: body.name || t('campaigns.add'), campaignId: campaign?.campaignId ?? null, days },
      { onSuccess: (result) => setTried({ of: asTyped, result }) },
    )
  return (
    <div className="rg-campaign-editor">
      <form className="rg-terms" onSubmit={(event) => event.preventDefault()}>
        <Head draft={draft} onChange={setDraft} />
        <CampaignFields terms={draft.terms} onChange={(terms) => setDraft({ ...draft, terms })} />
      </form>
      <div className="rg-campaign-side">
        <Sentence draft={draft} />
        <CampaignSimulation
          days={days}
          onDays={setDays}
          result={tried?.result ?? null}
          isStale={tried !== null && current === null}
          isPending={simulate.isPending}
          error={simulate.error}
          onTry={tryOut}
        />
        <Publish campaign={campaign} body={body} simulation={current} isWhole={isWhole} />
      </div>
    </div>
  )
}

type HeadProps = { draft: CampaignDraft; onChange: (draft: CampaignDraft) => void }

function Head({ draft, onChange }: HeadProps) {
  return (
    <>
      <label className="rg-terms-field">
        <span className="rg-terms-label">{t('campaigns.field.name')}</span>
        <Input
          value={draft.name}
          maxLength={60}
          required
          autoFocus
          placeholder={t('campaigns.field.nameHint')}
          onChange={(event) => onChange({ ...draft, name: event.target.value })}
        />
      </label>
      <div className="rg-terms-row">
        {(['fromDay', 'untilDay'] as const).map((field) => (
          <label key={field} className="rg-terms-field">
            <span className="rg-terms-label">{t(`campaigns.field.${field}`)}</span>
            <Input
              type="date"
              value={draft[field]}
              {...(field === 'untilDay' ? { min: draft.fromDay } : { required: true })}
              onChange={(event) => onChange({ ...draft, [field]: event.target.value })}
            />
          </label>
        ))}
        <Whole
          label={t('campaigns.field.budget')}
          value={draft.budgetPoints}
          max={1_000_000_000}
          placeholder={t('promotions.field.noLimit')}
          onClear={() => onChange({ ...draft, budgetPoints: null })}
          onChange={(budgetPoints) => onChange({ ...draft, budgetPoints })}
        />
      </div>
    </>
  )
}

function Sentence({ draft }: { draft: CampaignDraft }) {
  const names = useCampaignNames(draft.terms)
  const rule = useSuspenseQuery(ruleQuery()).data
  return (
    <section className="rg-terms-sentence" aria-live="polite">
      <small>{t('promotions.inWords')}</small>
      <strong>{campaignSentence(draft.terms, names)}</strong>
      <small>{t('campaigns.onTop', { rule: ruleSentence(rule) })}</small>
    </section>
  )
}

type PublishProps = {
  campaign: CampaignRow | null
  body: ReturnType<typeof bodyOf>
  simulation: ResponseOf<typeof api.campaignSimulate> | null
  isWhole: boolean
}

/** What was not tried as it stands is not published: its cost is known first. */
function Publish({ campaign, body, simulation, isWhole }: PublishProps) {
  const notice = useNotice()
  const navigate = useNavigate()
  const done = {
    changes: [api.campaignList, api.campaignGet],
    onSuccess: ({ campaignId }: { campaignId: string }) => {
      notice.done(t('campaigns.published'))
      void navigate(paths.campaign({ campaignId }))
    },
  }
  const create = useCommand(api.campaignCreate, done)
  const change = useCommand(api.campaignChange, done)
  const publish = () => {
    if (!simulation) return
    const { days, sales, draftPoints: points, addedCents, afterPoints, beforePoints } = simulation
    const simulated = { days, sales, points, addedPoints: afterPoints - beforePoints, addedCents }
    if (!campaign) create.mutate({ ...body, simulated })
    else change.mutate({ campaignId: campaign.campaignId, version: campaign.version, ...body, simulated })
  }
  return (
    <>
      <Button
        type="primary"
        size="large"
        block
        disabled={!simulation || !isWhole}
        loading={create.isPending || change.isPending}
        onClick={publish}
      >
        {t(campaign ? 'campaigns.publishChange' : 'campaigns.publish')}
      </Button>
      {(!simulation || !isWhole) && (
        <p className="rg-faint">{t(isWhole ? 'campaigns.tryFirst' : 'campaigns.nameFirst')}</p>
      )}
      <RefusalText error={create.error ?? change.error} />
    </>
  )
}
