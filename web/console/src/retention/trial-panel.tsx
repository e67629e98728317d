import { Button } from 'antd'
import { api, type ResponseOf, useCommand } from '@staff/api'
import { formatMoney, RefusalText, Section } from '@staff/ui'
import type { Flow } from '#modules/retention/flow-types.ts'
import type { NoOffer } from '#modules/retention/offer-rules.ts'
import { language, t } from '#app/i18n.ts'

type Trial = ResponseOf<typeof api.cancelFlowTry>

/** The draft tried on who set out to leave in the last month: whom it would have offered what, and what it could have cost. */
export function TrialPanel({ flow, isReady }: { flow: Flow; isReady: boolean }) {
  const trial = useCommand(api.cancelFlowTry, { changes: [] })
  return (
    <Section title={t('retention.trial.title')}>
      <p className="rg-faint">{t('retention.trial.lead')}</p>
      <Button disabled={!isReady} loading={trial.isPending} onClick={() => trial.mutate(flow)}>
        {t('retention.trial.button')}
      </Button>
      <RefusalText error={trial.error} />
      {trial.data && trial.variables && (
        <Outcome trial={trial.data} tried={trial.variables} isOld={trial.variables !== flow} />
      )}
    </Section>
  )
}

function Outcome({ trial, tried, isOld }: { trial: Trial; tried: Pick<Flow, 'offers'>; isOld: boolean }) {
  const { leavers, offers, without } = trial
  if (leavers === 0) return <p>{t('retention.trial.nobody')}</p>
  const wordsOf = new Map(tried.offers.map(({ code, words }) => [code, words[language()]]))
  return (
    <div aria-live="polite">
      <p>
        {t('retention.trial.leavers', { count: leavers })}
        {isOld && <span className="rg-faint"> {t('retention.trial.old')}</span>}
      </p>
      <table className="rg-table">
        <thead>
          <tr>
            <th scope="col">{t('retention.trial.offer')}</th>
            <th scope="col" className="rg-right">
              {t('retention.trial.made')}
            </th>
            <th scope="col" className="rg-right">
              {t('retention.trial.cost')}
            </th>
          </tr>
        </thead>
        <tbody>
          {offers.map(({ code, made, costCents }) => (
            <tr key={code}>
              <td>{wordsOf.get(code) ?? code}</td>
              <td className="rg-right">{made}</td>
              <td className="rg-right">{formatMoney(costCents)}</td>
            </tr>
          ))}
          {without.map(({ why, count }) => (
            <tr key={why}>
              <td className="rg-faint">{t(`retention.trial.why.${why as NoOffer}`)}</td>
              <td className="rg-right">{count}</td>
              <td className="rg-right">–</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
