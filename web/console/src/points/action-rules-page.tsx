import { useSuspenseQuery } from '@tanstack/react-query'
import { Button, Switch } from 'antd'
import { useState, type ReactNode } from 'react'
import { api, query, useCommand } from '@staff/api'
import { Page, RefusalText, useNotice } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { paths } from '#app/paths.ts'
import { queryClient } from '#app/query-client.ts'
import { useMay } from '#app/session.ts'
import '#console/promotions/promotions.css'
import {
  type ActionPartName as Part,
  type ActionRules as Rules,
  type ActionTerms as Terms,
  Budget,
  Points,
  ReferralFields,
  referralWords,
  ReviewFields,
  SignInFields,
  signInWords,
} from './action-fields.tsx'
import './campaigns.css'

const rulesQuery = () => query(api.actionRulesGet, {})

export async function loader() {
  await queryClient.ensureQueryData(rulesQuery())
  return null
}

/** To begin with, once a part is switched on. */
const fresh: { [Key in Part]: NonNullable<Terms[Key]> } = {
  signIn: {
    points: 2,
    steps: [
      { days: 7, extraPoints: 10 },
      { days: 15, extraPoints: 30 },
    ],
    budgetPoints: null,
  },
  review: { points: 20, perDay: 1, perMonth: 4, budgetPoints: null },
  profile: { points: 50, budgetPoints: null },
  referral: { referrerPoints: 200, referredPoints: 100, minCents: 5_000, perMonth: 5, budgetPoints: null },
}

/** What members get for what they do beside buying, each with its caps and its budget, and what it gave so far. */
export function ActionRulesPage() {
  const rules = useSuspenseQuery(rulesQuery()).data
  return (
    <Page
      title={t('campaigns.actions.title')}
      lead={t('campaigns.actions.lead')}
      crumbs={[{ label: t('campaigns.title'), path: paths.campaigns() }]}
    >
      <Editor key={rules.version} rules={rules} />
    </Page>
  )
}

function Editor({ rules }: { rules: Rules }) {
  const notice = useNotice()
  const mayEdit = useMay()('points.edit')
  const [terms, setTerms] = useState(rules.terms)
  const save = useCommand(api.actionRulesSave, {
    changes: [api.actionRulesGet, api.pointsRulesPageGet],
    onSuccess: () => notice.done(t('campaigns.actions.saved')),
  })
  const isChanged = JSON.stringify(terms) !== JSON.stringify(rules.terms)
  const figureOf = (budget: Rules['figures'][number]['budget']) => rules.figures.find((each) => each.budget === budget)
  const set = <Key extends Part>(key: Key, part: Terms[Key]) => setTerms({ ...terms, [key]: part })
  const part = (key: Part, budget: Parameters<typeof figureOf>[0]) => ({
    title: t(`campaigns.actions.${key}`),
    isOn: terms[key] !== null,
    mayEdit,
    figure: figureOf(budget),
    onSwitch: (isOn: boolean) => set(key, isOn ? fresh[key] : null),
  })
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        save.mutate({ version: rules.version, terms })
      }}
    >
      <div className="rg-action-parts">
        <ActionPart {...part('signIn', 'sign_in')} lead={signInWords(terms.signIn)}>
          {terms.signIn && <SignInFields part={terms.signIn} onChange={(next) => set('signIn', next)} />}
        </ActionPart>
        <ActionPart {...part('referral', 'referral')} lead={referralWords(terms.referral)}>
          {terms.referral && <ReferralFields part={terms.referral} onChange={(next) => set('referral', next)} />}
        </ActionPart>
        <ActionPart {...part('review', 'review')} lead={t('campaigns.actions.reviewLead')}>
          {terms.review && <ReviewFields part={terms.review} onChange={(next) => set('review', next)} />}
        </ActionPart>
        <ActionPart {...part('profile', 'profile')} lead={t('campaigns.actions.profileLead')}>
          {terms.profile && (
            <div className="rg-terms-row">
              <Points
                label={t('campaigns.field.points')}
                value={terms.profile.points}
                onChange={(points) => set('profile', { ...terms.profile!, points })}
              />
              <Budget
                value={terms.profile.budgetPoints}
                onChange={(budgetPoints) => set('profile', { ...terms.profile!, budgetPoints })}
              />
            </div>
          )}
        </ActionPart>
      </div>
      <RefusalText error={save.error} />
      {mayEdit && (
        <div className="rg-action-foot">
          <Button disabled={!isChanged} onClick={() => setTerms(rules.terms)}>
            {t('campaigns.actions.reset')}
          </Button>
          <Button type="primary" htmlType="submit" disabled={!isChanged} loading={save.isPending}>
            {t('campaigns.actions.save')}
          </Button>
        </div>
      )}
    </form>
  )
}

type ActionPartProps = {
  title: string
  lead: string
  isOn: boolean
  mayEdit: boolean
  figure: Rules['figures'][number] | undefined
  onSwitch: (isOn: boolean) => void
  children: ReactNode
}

function ActionPart({ title, lead, isOn, mayEdit, figure, onSwitch, children }: ActionPartProps) {
  return (
    <section className="rg-action-part" aria-label={title}>
      <div className="rg-action-head">
        <h2>{title}</h2>
        <Switch checked={isOn} disabled={!mayEdit} aria-label={title} onChange={onSwitch} />
      </div>
      <p className="rg-faint">{lead}</p>
      {children}
      {figure && (
        <small className="rg-faint">
          {t('campaigns.actions.figure', {
            month: figure.monthPoints,
            count: figure.points,
            members: figure.members,
          })}
        </small>
      )}
    </section>
  )
}
