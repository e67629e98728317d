import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Input } from 'antd'
import { Section } from '@staff/ui'
import { language, t } from '#app/i18n.ts'
import type { FlowEditing } from './flow-page.tsx'
import { newReason } from './new-offer.ts'
import { WordsInputs } from './offer-editor.tsx'

/** Why people may say that they leave; each with the words that staff say when they call, where those differ. */
export function Reasons({ flow, change }: FlowEditing) {
  const { reasons, questions, offers } = flow
  /** Neither an offer nor a question keeps a reason that nobody can give any more. */
  const remove = (index: number) => {
    const without = <Part extends { reasons: string[] }>(part: Part): Part => ({
      ...part,
      reasons: part.reasons.filter((code) => code !== reasons[index]!.code),
    })
    change({
      ...{ reasons: reasons.toSpliced(index, 1), questions: questions.map(without) },
      offers: offers.map(without),
    })
  }
  return (
    <Section title={t('retention.flow.reasons')}>
      <p className="rg-faint">{t('retention.flow.reasonsHint')}</p>
      <ul className="rg-retention-reasons">
        {reasons.map((reason, index) => (
          <li key={reason.code}>
            <WordsInputs
              words={reason.words}
              onChange={(words) => change({ reasons: reasons.with(index, { ...reason, words }) })}
            />
            <Button
              type="text"
              danger
              icon={<DeleteOutlined />}
              aria-label={t('retention.flow.remove')}
              disabled={reasons.length === 1}
              onClick={() => remove(index)}
            />
            {flow.callBackDays !== null && (
              <Input
                className="rg-retention-script"
                aria-label={t('retention.flow.reasonScript', { reason: reason.words[language()] })}
                placeholder={t('retention.flow.reasonScriptHint')}
                maxLength={1_000}
                value={reason.script ?? ''}
                onChange={({ target }) => change({ reasons: reasons.with(index, { ...reason, script: target.value }) })}
              />
            )}
          </li>
        ))}
      </ul>
      {reasons.length < 20 && (
        <Button icon={<PlusOutlined />} onClick={() => change({ reasons: [...reasons, newReason(reasons)] })}>
          {t('retention.flow.addReason')}
        </Button>
      )}
    </Section>
  )
}
