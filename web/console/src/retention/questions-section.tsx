import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Select } from 'antd'
import { Section } from '@staff/ui'
import type { Question, Reason } from '#modules/retention/flow-types.ts'
import { language, t } from '#app/i18n.ts'
import { Labelled } from './flow-inputs.tsx'
import type { FlowEditing } from './flow-page.tsx'
import { moved, newChoice, newQuestion, questionKinds, questionOf } from './new-offer.ts'
import { WordsInputs } from './offer-editor.tsx'

const most = 10
const mostChoices = 12

/** The shop's own questions to who leaves, in their order. None can be made a condition of leaving. */
export function Questions({ flow, change }: FlowEditing) {
  const { questions, reasons } = flow
  const set = (next: Question[]) => change({ questions: next })
  return (
    <Section title={t('retention.survey.title')}>
      <p className="rg-faint">{t('retention.survey.hint')}</p>
      <ol className="rg-retention-offers">
        {questions.map((question, index) => (
          <li key={question.code} className="rg-retention-offer">
            <div className="rg-retention-offer-head">
              <strong>{t('retention.survey.number', { number: index + 1 })}</strong>
              <span className="rg-retention-offer-tools">
                <Button
                  type="text"
                  icon={<ArrowUpOutlined />}
                  aria-label={t('retention.flow.up')}
                  disabled={index === 0}
                  onClick={() => set(moved(questions, index, -1))}
                />
                <Button
                  type="text"
                  icon={<ArrowDownOutlined />}
                  aria-label={t('retention.flow.down')}
                  disabled={index === questions.length - 1}
                  onClick={() => set(moved(questions, index, 1))}
                />
                <Button
                  type="text"
                  danger
                  icon={<DeleteOutlined />}
                  aria-label={t('retention.flow.remove')}
                  onClick={() => set(questions.toSpliced(index, 1))}
                />
              </span>
            </div>
            <QuestionFields
              question={question}
              reasons={reasons}
              onChange={(next) => set(questions.with(index, next))}
            />
          </li>
        ))}
      </ol>
      {questions.length < most && (
        <Button icon={<PlusOutlined />} onClick={() => set([...questions, newQuestion(questions)])}>
          {t('retention.survey.add')}
        </Button>
      )}
    </Section>
  )
}

type FieldsProps = { question: Question; reasons: readonly Reason[]; onChange: (question: Question) => void }

function QuestionFields({ question, reasons, onChange }: FieldsProps) {
  const { kind } = question
  return (
    <>
      <div className="rg-retention-fields">
        <Labelled label={t('retention.flow.kind')}>
          <Select<Question['kind']>
            aria-label={t('retention.flow.kind')}
            value={kind}
            onChange={(next) => onChange(questionOf(next, question))}
            options={questionKinds.map((value) => ({ value, label: t(`retention.survey.kind.${value}`) }))}
          />
        </Labelled>
        <Labelled label={t('retention.survey.after')}>
          <Select<string[]>
            mode="multiple"
            aria-label={t('retention.survey.after')}
            placeholder={t('retention.survey.afterAny')}
            value={question.reasons}
            onChange={(codes) => onChange({ ...question, reasons: codes })}
            options={reasons.map(({ code, words }) => ({ value: code, label: words[language()] || code }))}
          />
        </Labelled>
        {question.kind === 'scale' && (
          <Labelled label={t('retention.survey.most')}>
            <Select<5 | 10>
              aria-label={t('retention.survey.most')}
              value={question.most}
              onChange={(value) => onChange({ ...question, most: value })}
              options={([5, 10] as const).map((value) => ({ value, label: String(value) }))}
            />
          </Labelled>
        )}
        <WordsInputs words={question.words} onChange={(words) => onChange({ ...question, words })} />
      </div>
      {'choices' in question && (
        <Choices choices={question.choices} onChange={(choices) => onChange({ ...question, choices })} />
      )}
    </>
  )
}

type Choices = Extract<Question, { choices: unknown }>['choices']

function Choices({ choices, onChange }: { choices: Choices; onChange: (choices: Choices) => void }) {
  return (
    <>
      <span className="rg-faint">{t('retention.survey.choices')}</span>
      <ul className="rg-retention-reasons">
        {choices.map((choice, index) => (
          <li key={choice.code}>
            <WordsInputs
              words={choice.words}
              onChange={(words) => onChange(choices.with(index, { ...choice, words }))}
            />
            <Button
              type="text"
              danger
              icon={<DeleteOutlined />}
              aria-label={t('retention.flow.remove')}
              disabled={choices.length <= 2}
              onClick={() => onChange(choices.toSpliced(index, 1))}
            />
          </li>
        ))}
      </ul>
      {choices.length < mostChoices && (
        <Button size="small" icon={<PlusOutlined />} onClick={() => onChange([...choices, newChoice(choices)])}>
          {t('retention.survey.addChoice')}
        </Button>
      )}
    </>
  )
}
