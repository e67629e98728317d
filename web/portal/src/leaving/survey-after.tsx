import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api, query, useCommand } from '@staff/api'
import { RefusalText, Section } from '@portal/ui'
import type { Answer } from '#modules/retention/flow-types.ts'
import { t } from '#portal/app/i18n.ts'
import { SurveyPart } from './survey-part.tsx'

/** After the receipt: what the shop would still like to know from who has answered nothing yet. Everything is done already. */
export function SurveyAfter({ leavingId }: { leavingId: string }) {
  const survey = useQuery({ ...query(api.mySurveyGet, { leavingId }), retry: false }).data
  const [answers, setAnswers] = useState<Answer[]>([])
  const send = useCommand(api.mySurveyAnswer)
  if (send.isSuccess) {
    return (
      <p className="rp-paper rp-waiting" role="status">
        {t('leaving.survey.thanks')}
      </p>
    )
  }
  if (!survey || !survey.isOpen || survey.questions.length === 0 || survey.answers.length > 0) return null
  return (
    <Section title={t('leaving.survey.after')}>
      <p className="rp-small">{t('leaving.survey.afterHint')}</p>
      <SurveyPart questions={survey.questions} answers={answers} onChange={setAnswers} />
      <RefusalText error={send.error} />
      <button
        className="rp-button rp-button-plain"
        type="button"
        disabled={answers.length === 0 || send.isPending}
        onClick={() => send.mutate({ leavingId, answers })}
      >
        {t('leaving.survey.send')}
      </button>
    </Section>
  )
}
