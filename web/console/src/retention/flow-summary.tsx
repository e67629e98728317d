import { Facts, formatMoney } from '@staff/ui'
import type { Flow, Question } from '#modules/retention/flow-types.ts'
import { language, t } from '#app/i18n.ts'
import { percent, termsWords } from './retention-words.ts'

/** A version to be read: what it asks, offers and holds to. Nothing here can be changed. */
export function FlowSummary({ flow }: { flow: Flow }) {
  const { reasons, questions, offers, winBack, callBackDays } = flow
  const reasonsOf = new Map(reasons.map(({ code, words }) => [code, words[language()]]))
  const after = (codes: readonly string[]) =>
    codes.length === 0
      ? t('retention.flow.anyReason')
      : codes.map((code) => reasonsOf.get(code) ?? code).join(t('retention.by.comma'))
  const days = (count: number | null) => (count === null ? t('retention.versions.off') : String(count))
  return (
    <div className="rg-retention-summary">
      <Facts
        rows={[
          [t('retention.flow.offersAt'), t(`retention.flow.place.${flow.offersAt}`)],
          [t('retention.flow.asksReason'), t(flow.asksReason ? 'retention.versions.on' : 'retention.versions.off')],
          [t('retention.flow.holdout'), percent(flow.holdoutBps)],
          [t('retention.flow.cooldown'), flow.cooldownDays],
          [t('retention.flow.lifetimeCap'), flow.lifetimeCap],
          [t('retention.flow.callBackDays'), days(callBackDays)],
          [t('retention.flow.winBackDays'), days(winBack?.days ?? null)],
        ]}
      />
      <h3>{t('retention.flow.reasons')}</h3>
      <p>{[...reasonsOf.values()].join(t('retention.by.comma'))}</p>
      {questions.length > 0 && <h3>{t('retention.survey.title')}</h3>}
      <ol>
        {questions.map((question) => (
          <li key={question.code}>
            {question.words[language()]}{' '}
            <small className="rg-faint">
              {questionWords(question)} · {after(question.reasons)}
            </small>
          </li>
        ))}
      </ol>
      {offers.length > 0 && <h3>{t('retention.flow.offers')}</h3>}
      <ol>
        {offers.map(({ code, words, terms, reasons: codes, costCents }) => (
          <li key={code}>
            {words[language()]}{' '}
            <small className="rg-faint">
              {termsWords(terms)} · {after(codes)} · {t('retention.flow.cost')} {formatMoney(costCents)}
            </small>
          </li>
        ))}
      </ol>
    </div>
  )
}

function questionWords(question: Question): string {
  const kind = t(`retention.survey.kind.${question.kind}`)
  if (!('choices' in question)) return kind
  return `${kind}: ${question.choices.map(({ words }) => words[language()]).join(t('retention.by.comma'))}`
}
