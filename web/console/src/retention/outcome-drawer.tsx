import { Form, Input, Radio, Switch } from 'antd'
import { useState } from 'react'
import { api, useCommand } from '@staff/api'
import { CommandForm, ConfirmDrawer, Facts, formatDay, SubmitButton, TextField, useNotice } from '@staff/ui'
import { addDays, isDay, localDay } from '#shared/business-day.ts'
import { language, t } from '#app/i18n.ts'
import { useStore } from '#app/session.ts'
import { instantOf } from '#console/promotions/local-time-rules.ts'
import { answerWords, type FollowUp, leavingChanges, reasonWords } from './retention-words.ts'
import './retention.css'

/** What came of a call: over with that, or again at a day and time. */
export function OutcomeDrawer({ call, onClose }: { call: FollowUp | null; onClose: () => void }) {
  return (
    <ConfirmDrawer open={call !== null} title={t('retention.calls.record')} onClose={onClose}>
      {call && <OutcomeForm key={call.id} call={call} onClose={onClose} />}
    </ConfirmDrawer>
  )
}

const outcomes = ['reached', 'not_reached', 'comes_back', 'not_interested', 'complains', 'done'] as const
type Outcome = (typeof outcomes)[number]

function OutcomeForm({ call, onClose }: { call: FollowUp; onClose: () => void }) {
  const { timeZone } = useStore()
  const notice = useNotice()
  const today = localDay(new Date(), timeZone)
  const [outcome, setOutcome] = useState<Outcome>('reached')
  const [isAgain, setIsAgain] = useState(false)
  const [next, setNext] = useState({ day: addDays(today, 1), time: '10:00' })
  const command = useCommand(api.followUpNote, {
    changes: leavingChanges,
    onSuccess: ({ isDone }) => {
      notice.done(isDone ? t('retention.calls.saved') : t('retention.calls.moved', { day: formatDay(next.day) }))
      onClose()
    },
  })
  const choose = (chosen: Outcome) => {
    setOutcome(chosen)
    setIsAgain(chosen === 'not_reached')
  }
  return (
    <CommandForm
      command={command}
      onSubmit={({ note }: { note?: string }) =>
        command.mutate({
          ...{ followUpId: call.id, outcome, note: note ?? '' },
          nextAt: isAgain ? instantOf(next, timeZone).toISOString() : null,
        })
      }
    >
      <Facts
        rows={[
          [t('retention.calls.member'), call.memberName || '–'],
          [t('retention.calls.pass'), call.passName],
          [t('retention.calls.what'), t(`retention.calls.kind.${call.kind}`)],
          [t('retention.calls.reason'), reasonWords(call)],
          ...call.answers.map((answer) => [answer.question[language()], answerWords(answer)] as const),
        ]}
      />
      {call.script && (
        <blockquote className="rg-retention-said" aria-label={t('retention.flow.script')}>
          {call.script}
        </blockquote>
      )}
      <Form.Item label={t('retention.calls.came')}>
        <Radio.Group
          className="rg-retention-radios"
          value={outcome}
          onChange={({ target }) => choose(target.value as Outcome)}
          options={outcomes.map((value) => ({ value, label: t(`retention.calls.outcome.${value}`) }))}
        />
      </Form.Item>
      <TextField name="note" label={t('retention.calls.note')} isOptional maxLength={500} />
      <Form.Item label={t('retention.calls.again')}>
        <Switch checked={isAgain} onChange={setIsAgain} aria-label={t('retention.calls.again')} />
      </Form.Item>
      {isAgain && (
        <Form.Item label={t('retention.calls.next')}>
          <div className="rg-retention-when">
            <Input
              type="date"
              aria-label={t('retention.calls.nextDay')}
              min={today}
              value={next.day}
              onChange={({ target }) => isDay(target.value) && setNext({ ...next, day: target.value })}
            />
            <Input
              type="time"
              aria-label={t('retention.calls.nextTime')}
              value={next.time}
              onChange={({ target }) => setNext({ ...next, time: target.value })}
            />
          </div>
        </Form.Item>
      )}
      <SubmitButton block>{t('retention.calls.save')}</SubmitButton>
    </CommandForm>
  )
}
