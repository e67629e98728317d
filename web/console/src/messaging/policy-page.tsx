import { useSuspenseQuery } from '@tanstack/react-query'
import { api, query, useCommand, type ResponseOf } from '@staff/api'
import { CommandForm, MoneyField, Page, Section, SubmitButton, TextField, useNotice, WholeNumberField } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { queryClient } from '#app/query-client.ts'
import { useMay } from '#app/session.ts'
import { MessageTabs } from './message-tabs.tsx'
import { millsText, minuteText } from './message-words.ts'

type Policy = ResponseOf<typeof api.messagePolicyGet>

const policyQuery = () => query(api.messagePolicyGet, {})
const capped = ['holdings', 'care', 'offers'] as const

export async function loader() {
  await queryClient.ensureQueryData(policyQuery())
  return null
}

/** When and how often the shop may speak: quiet hours, caps by topic, the month's budget. */
export function PolicyPage() {
  const policy = useSuspenseQuery(policyQuery()).data
  return (
    <Page title={t('messaging.title')} lead={t('messaging.policy.lead')}>
      <MessageTabs />
      <PolicyForm key={policy.version} policy={policy} />
    </Page>
  )
}

type Fields = { quietFrom: string; quietTo: string; budgetCents: number | null } & Record<string, unknown>

function PolicyForm({ policy }: { policy: Policy }) {
  const notice = useNotice()
  const may = useMay()
  const save = useCommand(api.messagePolicySave, { onSuccess: () => notice.done(t('messaging.saved')) })
  const caps = Object.fromEntries(
    capped.flatMap((topic) => {
      const { perDay, rolling } = policy.caps[topic]
      return Object.entries({ perDay, days: rolling?.days ?? null, most: rolling?.most ?? null }).map(
        ([name, value]) => [`${topic}_${name}`, value],
      )
    }),
  )
  const submit = (fields: Fields) => {
    const number = (name: string) => (typeof fields[name] === 'number' ? fields[name] : null)
    const capOf = (topic: string) => {
      const [days, most] = [number(`${topic}_days`), number(`${topic}_most`)]
      return { perDay: number(`${topic}_perDay`), rolling: days !== null && most !== null ? { days, most } : null }
    }
    save.mutate({
      quietFromMinute: minuteOf(fields.quietFrom) ?? policy.quietFromMinute,
      quietToMinute: minuteOf(fields.quietTo) ?? policy.quietToMinute,
      caps: { holdings: capOf('holdings'), care: capOf('care'), offers: capOf('offers') },
      monthBudgetCents: fields.budgetCents ?? null,
      version: policy.version,
    })
  }
  return (
    <CommandForm<unknown, unknown, Fields>
      command={save as never}
      initial={{
        quietFrom: minuteText(policy.quietFromMinute),
        quietTo: minuteText(policy.quietToMinute),
        budgetCents: policy.monthBudgetCents,
        ...caps,
      }}
      onSubmit={submit}
    >
      <Section title={t('messaging.policy.quiet')}>
        <p className="rg-drawer-text">{t('messaging.policy.quietText')}</p>
        <div className="rg-field-row">
          <TextField
            name="quietFrom"
            label={t('messaging.policy.from')}
            hint={t('messaging.policy.timeHint')}
            maxLength={5}
          />
          <TextField name="quietTo" label={t('messaging.policy.to')} maxLength={5} />
        </div>
      </Section>
      {capped.map((topic) => (
        <Section key={topic} title={t('messaging.policy.cap', { topic: t(`messaging.topic.${topic}`) })}>
          <p className="rg-drawer-text">{t(`messaging.topicText.${topic}`)}</p>
          <div className="rg-field-row">
            <WholeNumberField name={`${topic}_perDay`} label={t('messaging.policy.perDay')} isOptional />
            <WholeNumberField name={`${topic}_most`} label={t('messaging.policy.most')} isOptional />
            <WholeNumberField name={`${topic}_days`} label={t('messaging.policy.days')} isOptional />
          </div>
        </Section>
      ))}
      <Section title={t('messaging.policy.budget')}>
        <MoneyField
          name="budgetCents"
          label={t('messaging.policy.monthBudget')}
          hint={t('messaging.policy.spent', { cost: millsText(policy.spentMills) })}
          isOptional
        />
      </Section>
      {may('messages.manage') && <SubmitButton>{t('messaging.save')}</SubmitButton>}
    </CommandForm>
  )
}

/** `22:00` → 1320; null for what is no time of day. */
function minuteOf(text: string): number | null {
  const [, hour, minute] = /^(\d{1,2})[:：](\d{2})$/.exec(text.trim()) ?? []
  const value = Number(hour) * 60 + Number(minute)
  return Number(hour) < 24 && Number(minute) < 60 ? value : null
}
