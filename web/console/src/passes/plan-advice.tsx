import { useQuery } from '@tanstack/react-query'
import { api, query, type ResponseOf } from '@staff/api'
import { formatMoney, RefusalText, StatusTag, type Tone } from '@staff/ui'
import { adviceWords } from '#modules/passes/advice-words-rules.ts'
import { language, t } from '#app/i18n.ts'

type Advice = ResponseOf<typeof api.passAdviceList>['items'][number]

const tones: Record<Advice['verdict'], Tone> = {
  ...{ worth_it: 'good', about_even: 'info', too_little_known: 'plain', not_worth_it: 'warn' },
}

/** Which plans are worth it for this member, from what they did in the last half year: the best one first, each with its reckoning. */
export function PlanAdvice({ memberId }: { memberId: string }) {
  const plans = useQuery({ ...query(api.planList, {}), staleTime: 60_000 }).data?.items ?? []
  const { data, error } = useQuery(query(api.passAdviceList, { memberId }))
  const rows = (data?.items ?? []).flatMap((advice) => {
    const plan = plans.find(({ planId }) => planId === advice.planId)
    return plan ? [{ advice, plan }] : []
  })
  if (rows.length === 0) return <RefusalText error={error} />
  return (
    <section className="rg-pass-advice" aria-label={t('passes.advice.title')}>
      <h3>{t('passes.advice.title')}</h3>
      <ul>
        {rows.map(({ advice, plan }, index) => (
          <li key={plan.planId}>
            <span>
              <strong>{plan.name}</strong> {formatMoney(plan.priceCents)}
            </span>
            <StatusTag tone={tones[advice.verdict]}>
              {index === 0 && advice.verdict === 'worth_it'
                ? t('passes.advice.best')
                : t(`passes.advice.${advice.verdict}`)}
            </StatusTag>
            <p>{adviceWords(advice, { language: language() === 'zh' ? 'zh' : 'en', money: formatMoney })}</p>
          </li>
        ))}
      </ul>
    </section>
  )
}
