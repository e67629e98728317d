import type { ReactNode } from 'react'
import type { Answer, Question } from '#modules/retention/flow-types.ts'
import { language, t } from '#portal/app/i18n.ts'
import './leaving.css'

type SurveyProps = {
  questions: readonly Question[]
  answers: readonly Answer[]
  onChange: (answers: Answer[]) => void
}

/** The shop's own questions, each answered or passed over: none stands in the way of anything. */
export function SurveyPart({ questions, answers, onChange }: SurveyProps) {
  const answerTo = (code: string) => answers.find((answer) => answer.code === code)
  const change = (code: string, answer: Answer | null) =>
    onChange([...answers.filter((other) => other.code !== code), ...(answer ? [answer] : [])])
  return (
    <div className="rp-survey">
      {questions.map((question) => (
        <Asked
          key={question.code}
          question={question}
          answer={answerTo(question.code)}
          onChange={(answer) => change(question.code, answer)}
        />
      ))}
    </div>
  )
}

type AskedProps = { question: Question; answer: Answer | undefined; onChange: (answer: Answer | null) => void }

function Asked({ question, answer, onChange }: AskedProps) {
  const { code, words } = question
  const label = words[language()]
  if (question.kind === 'text') {
    return (
      <label className="rp-field">
        <span>{label}</span>
        <textarea
          className="rp-input rp-survey-text"
          rows={3}
          maxLength={500}
          value={answer && 'text' in answer ? answer.text : ''}
          onChange={({ target }) => onChange(target.value === '' ? null : { code, text: target.value })}
        />
      </label>
    )
  }
  if (question.kind === 'scale') {
    const chosen = answer && 'scale' in answer ? answer.scale : null
    return (
      <Group label={label} hint={t('leaving.survey.scale', { most: question.most })} className="rp-survey-scale">
        {Array.from({ length: question.most }, (_, index) => index + 1).map((place) => (
          <Pick
            key={place}
            isChosen={chosen === place}
            onPick={() => onChange(chosen === place ? null : { code, scale: place })}
          >
            {place}
          </Pick>
        ))}
      </Group>
    )
  }
  const chosen = answer && 'choices' in answer ? answer.choices : []
  const isOne = question.kind === 'one'
  const toggle = (choice: string) => {
    const others = chosen.filter((each) => each !== choice)
    const next = chosen.includes(choice) ? others : isOne ? [choice] : [...others, choice]
    onChange(next.length === 0 ? null : { code, choices: next })
  }
  return (
    <Group label={label} hint={isOne ? null : t('leaving.survey.several')} className="rp-reasons">
      {question.choices.map((choice) => (
        <Pick key={choice.code} isChosen={chosen.includes(choice.code)} onPick={() => toggle(choice.code)}>
          {choice.words[language()]}
        </Pick>
      ))}
    </Group>
  )
}

type GroupProps = { label: string; hint: string | null; className: string; children: ReactNode }

function Group({ label, hint, className, children }: GroupProps) {
  return (
    <div className="rp-survey-asked">
      <p>
        {label} {hint && <span className="rp-row-hint">{hint}</span>}
      </p>
      <div className={`rp-choices ${className}`} role="group" aria-label={label}>
        {children}
      </div>
    </div>
  )
}

function Pick({ isChosen, onPick, children }: { isChosen: boolean; onPick: () => void; children: ReactNode }) {
  return (
    <button type="button" aria-pressed={isChosen} onClick={onPick}>
      {children}
    </button>
  )
}
