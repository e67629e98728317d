import { useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Navigate } from 'react-router'
import { api, query } from '@staff/api'
import { formatMoney, Page } from '@portal/ui'
import { planDifferences } from '#modules/passes/plan-words-rules.ts'
import { language, t } from '#portal/app/i18n.ts'
import { paths } from '#portal/app/paths.ts'
import './passes.css'

/** In what two of the shop's passes differ, in the words of their contracts; what is alike is left out. */
export function ComparePage() {
  const { items, names } = useSuspenseQuery(query(api.myPlanList, {})).data
  const [first, setFirst] = useState(items[0]?.planId ?? '')
  const [second, setSecond] = useState(items[1]?.planId ?? '')
  if (items.length < 2) return <Navigate to={paths.passShop()} replace />
  const before = items.find(({ planId }) => planId === first)!
  const after = items.find(({ planId }) => planId === second)!
  const wording = { language: language(), money: formatMoney, nameOf: (id: string) => names[id] }
  const differences = planDifferences(before, after, wording)
  const choice = (value: string, onChange: (id: string) => void, label: string) => (
    <select className="rp-select" aria-label={label} value={value} onChange={(event) => onChange(event.target.value)}>
      {items.map(({ planId, name }) => (
        <option key={planId} value={planId}>
          {name}
        </option>
      ))}
    </select>
  )
  return (
    <Page title={t('passes.shop.compare')} backTo={paths.passShop()}>
      <div className="rp-compare-choice">
        {choice(first, setFirst, t('passes.shop.compare'))}
        <span>{t('passes.shop.compareWith')}</span>
        {choice(second, setSecond, t('passes.shop.compareWith'))}
      </div>
      {differences.length === 0 ? (
        <p className="rp-small">{t('passes.shop.same')}</p>
      ) : (
        <dl className="rp-compare">
          {differences.map((each) => (
            <div key={each.about} className="rp-paper">
              <dt>{each.about}</dt>
              <dd>
                <small>{before.name}</small>
                {each.before ?? '–'}
              </dd>
              <dd>
                <small>{after.name}</small>
                {each.after ?? '–'}
              </dd>
            </div>
          ))}
        </dl>
      )}
    </Page>
  )
}
