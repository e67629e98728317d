import { Form, Input, Select } from 'antd'
import type { Answer, Question } from '#modules/retention/flow-types.ts'
import { language, t } from '#app/i18n.ts'

type StaffSurveyProps = {
  questions: readonly Question[]
  answers: readonly Answer[]
  onChange: (answers: Answer[]) => void
}

/** The shop's questions, read out by staff to who likes to answer. */
export function StaffSurvey({ questions, answers, onChange }: StaffSurveyProps) {
  const change = (code: string, answer: Answer | null) =>
    onChange([...answers.filter((other) => other.code !== code), ...(answer ? [answer] : [])])
  return questions.map((question) => (
    <Form.Item key={question.code} label={question.words[language()]} extra={t('retention.survey.optional')}>
      <Field
        question={question}
        answer={answers.find(({ code }) => code === question.code)}
        onChange={(answer) => change(question.code, answer)}
      />
    </Form.Item>
  ))
}

type FieldProps = { question: Question; answer: Answer | undefined; onChange: (answer: Answer | null) => void }

function Field({ question, answer, onChange }: FieldProps) {
  const { code, words } = question
  const label = words[language()]
  if (question.kind === 'text') {
    return (
      <Input
        aria-label={label}
        maxLength={500}
        value={answer && 'text' in answer ? answer.text : ''}
        onChange={({ target }) => onChange(target.value === '' ? null : { code, text: target.value })}
      />
    )
  }
  if (question.kind === 'scale') {
    return (
      <Select<number | null>
        aria-label={label}
        allowClear
        value={answer && 'scale' in answer ? answer.scale : null}
        onChange={(scale?: number | null) => onChange(scale ? { code, scale } : null)}
        options={Array.from({ length: question.most }, (_, index) => ({ value: index + 1, label: index + 1 }))}
      />
    )
  }
  const options = question.choices.map((choice) => ({ value: choice.code, label: choice.words[language()] }))
  const chosen = answer && 'choices' in answer ? answer.choices : []
  if (question.kind === 'several') {
    return (
      <Select<string[]>
        aria-label={label}
        mode="multiple"
        value={chosen}
        onChange={(choices) => onChange(choices.length === 0 ? null : { code, choices })}
        options={options}
      />
    )
  }
  return (
    <Select<string | null>
      aria-label={label}
      allowClear
      value={chosen[0] ?? null}
      onChange={(choice?: string | null) => onChange(choice ? { code, choices: [choice] } : null)}
      options={options}
    />
  )
}
