import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from 'react-router'
import { api, query, type ResponseOf } from '@staff/api'
import { EmptyState, formatMoney, Page, RefusalText, Row, Rows, Section } from '@portal/ui'
import { planDifferences } from '#modules/passes/plan-words-rules.ts'
import { language, t } from '#portal/app/i18n.ts'
import { paths } from '#portal/app/paths.ts'
import { AtTheShop } from '#portal/ui/at-the-shop.tsx'
import './passes.css'

type Changes = ResponseOf<typeof api.myPassChangeList>

/** What an own pass may go for: what is left of it, and each plan with what differs and what is to be paid beside. */
export function ChangePage() {
  const { passId = '' } = useParams()
  const { data, error } = useQuery({ ...query(api.myPassChangeList, { passId }), staleTime: 0, retry: false })
  return (
    <Page title={t('passes.change.title')} backTo={paths.benefits()}>
      {error && <RefusalText error={error} />}
      {!data && !error && <div className="rp-part-waiting" aria-busy="true" />}
      {data && <Choices passId={passId} changes={data} />}
    </Page>
  )
}

function Choices({ passId, changes }: { passId: string; changes: Changes }) {
  const { name, creditCents, formula, items, bookings } = changes
  const dearer = items.filter(({ dueCents }) => dueCents >= 0)
  const figures = { paid: formatMoney(formula.paidCents), used: formatMoney(formula.usedCents) }
  return (
    <>
      <Rows>
        <Row title={name} hint={t(`leaving.formula.${formula.kind}`, figures)} />
        <Row title={t('passes.change.credit')} value={<strong>{formatMoney(creditCents)}</strong>} />
      </Rows>
      {bookings > 0 && <p className="rp-small">{t('passes.change.bookings', { count: bookings })}</p>}
      <Section title={t('passes.change.to')}>
        {dearer.length === 0 ? (
          <EmptyState icon="gift" title={t('passes.change.none')} />
        ) : (
          <ul className="rp-passes">
            {dearer.map((plan) => (
              <Choice key={plan.planId} passId={passId} changes={changes} plan={plan} />
            ))}
          </ul>
        )}
      </Section>
      <Section>
        <AtTheShop>{t('passes.change.cheaper')}</AtTheShop>
      </Section>
    </>
  )
}

type ChoiceProps = { passId: string; changes: Changes; plan: Changes['items'][number] }

/** One plan: what is to be paid beside, and only in what it differs. */
function Choice({ passId, changes, plan }: ChoiceProps) {
  const wording = { language: language(), money: formatMoney, nameOf: (id: string) => changes.names[id] }
  return (
    <li className="rp-paper rp-pass">
      <div className="rp-pass-head">
        <h3>{plan.name}</h3>
        <strong>{t('passes.change.pay', { amount: formatMoney(plan.dueCents) })}</strong>
      </div>
      <dl className="rp-change-about">
        {planDifferences(changes.before, plan, wording).map(({ about, before, after }) => (
          <div key={about}>
            <dt>{about}</dt>
            <dd>
              <s>{before ?? '–'}</s> {after ?? '–'}
            </dd>
          </div>
        ))}
      </dl>
      <div className="rp-pass-acts">
        <Link className="rp-button" to={paths.changePassTo({ passId, planId: plan.planId })}>
          {t('passes.change.choose')}
        </Link>
      </div>
    </li>
  )
}
