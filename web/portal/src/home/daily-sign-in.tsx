import { useQuery } from '@tanstack/react-query'
import { api, query, useCommand, type ResponseOf } from '@staff/api'
import { Icon, RefusalText } from '@portal/ui'
import { t } from '#portal/app/i18n.ts'
import './daily-sign-in.css'

/** Points for coming by today: one tap, what the month brings so far, and no word of what was missed. */
export function DailySignIn() {
  const { data } = useQuery({ ...query(api.mySignInGet, {}), retry: false })
  const signIn = useCommand(api.mySignIn, { changes: [api.mySignInGet, api.myAccountsGet] })
  if (!data?.isOn) return null
  const next = data.steps.find(({ isReached }) => !isReached)
  return (
    <section className="rp-paper rp-daily" aria-label={t('home.daily.title')}>
      <div className="rp-daily-head">
        <div>
          <h2>{t('home.daily.title')}</h2>
          <p className="rp-small">{hintOf(data.days.length, next)}</p>
        </div>
        {data.isDone ? (
          <p className="rp-daily-done" role="status">
            <Icon name="check" size={20} />
            {t('home.daily.done')}
          </p>
        ) : (
          <button type="button" className="rp-button" disabled={signIn.isPending} onClick={() => signIn.mutate({})}>
            {t('home.daily.button', { points: data.points })}
          </button>
        )}
      </div>
      {data.steps.length > 0 && <Steps steps={data.steps} days={data.days.length} />}
      <RefusalText error={signIn.error} />
    </section>
  )
}

type Step = ResponseOf<typeof api.mySignInGet>['steps'][number]

function hintOf(days: number, next: Step | undefined): string {
  if (!next) return t('home.daily.days', { count: days })
  return t('home.daily.next', { count: next.days - days, days, points: next.extraPoints })
}

/** How far the month is towards what it brings. */
function Steps({ steps, days }: { steps: readonly Step[]; days: number }) {
  const last = steps.at(-1)!.days
  return (
    <>
      <progress
        className="rp-daily-bar"
        max={last}
        value={Math.min(days, last)}
        aria-label={t('home.daily.progress')}
      />
      <ol className="rp-daily-steps">
        {steps.map(({ days: at, extraPoints, isReached }) => (
          <li key={at} data-reached={isReached}>
            <strong>{t('home.daily.step', { count: at })}</strong>
            <span>+{extraPoints}</span>
          </li>
        ))}
      </ol>
    </>
  )
}
