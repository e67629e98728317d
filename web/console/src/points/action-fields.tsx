import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { type api, type ResponseOf } from '@staff/api'
import { MoneyInput } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { Whole } from '#console/promotions/number-inputs.tsx'
import { shortMoney } from '#console/promotions/terms-words.ts'

export type ActionRules = ResponseOf<typeof api.actionRulesGet>
export type ActionTerms = ActionRules['terms']
export type ActionPartName = keyof ActionTerms

type NumberProps = { label: string; value: number; onChange: (value: number) => void; max?: number }

export function Points({ label, value, onChange, max = 1_000_000 }: NumberProps) {
  return <Whole label={label} value={value} max={max} onChange={onChange} />
}

export function Budget({ value, onChange }: { value: number | null; onChange: (value: number | null) => void }) {
  return (
    <Whole
      label={t('campaigns.field.budget')}
      value={value}
      max={1_000_000_000}
      placeholder={t('promotions.field.noLimit')}
      onClear={() => onChange(null)}
      onChange={onChange}
    />
  )
}

type FieldsProps<Key extends ActionPartName> = {
  part: NonNullable<ActionTerms[Key]>
  onChange: (part: NonNullable<ActionTerms[Key]>) => void
}

export function signInWords(signIn: ActionTerms['signIn']): string {
  if (!signIn) return t('campaigns.actions.signInLead')
  const steps = signIn.steps.map(({ days, extraPoints }) =>
    t('campaigns.actions.stepWords', { days, count: extraPoints }),
  )
  return [t('campaigns.actions.signInWords', { count: signIn.points }), ...steps, t('campaigns.actions.noLoss')].join(
    ' ',
  )
}

export function SignInFields({ part, onChange }: FieldsProps<'signIn'>) {
  const setStep = (index: number, step: { days: number; extraPoints: number }) =>
    onChange({ ...part, steps: part.steps.map((each, place) => (place === index ? step : each)) })
  return (
    <>
      <div className="rg-terms-row">
        <Points
          label={t('campaigns.actions.perDay')}
          value={part.points}
          onChange={(points) => onChange({ ...part, points })}
        />
        <Budget value={part.budgetPoints} onChange={(budgetPoints) => onChange({ ...part, budgetPoints })} />
      </div>
      {part.steps.map((step, index) => (
        <div key={index} className="rg-terms-row">
          <Points
            label={t('campaigns.actions.stepDays')}
            value={step.days}
            max={31}
            onChange={(days) => setStep(index, { ...step, days })}
          />
          <Points
            label={t('campaigns.actions.stepPoints')}
            value={step.extraPoints}
            onChange={(extraPoints) => setStep(index, { ...step, extraPoints })}
          />
          <Button
            type="text"
            icon={<DeleteOutlined />}
            aria-label={t('campaigns.actions.removeStep')}
            onClick={() => onChange({ ...part, steps: part.steps.filter((_, place) => place !== index) })}
          />
        </div>
      ))}
      <div>
        <Button
          size="small"
          icon={<PlusOutlined />}
          disabled={part.steps.length >= 10}
          onClick={() => {
            const last = part.steps.at(-1)?.days ?? 1
            onChange({ ...part, steps: [...part.steps, { days: Math.min(31, last + 5), extraPoints: 10 }] })
          }}
        >
          {t('campaigns.actions.addStep')}
        </Button>
      </div>
    </>
  )
}

export function referralWords(referral: ActionTerms['referral']): string {
  if (!referral) return t('campaigns.actions.referralLead')
  const { referrerPoints, referredPoints, minCents, perMonth } = referral
  return t('campaigns.actions.referralWords', {
    ...{ referrer: referrerPoints, referred: referredPoints },
    ...{ amount: shortMoney(minCents), count: perMonth },
  })
}

export function ReferralFields({ part, onChange }: FieldsProps<'referral'>) {
  return (
    <>
      <div className="rg-terms-row">
        <Points
          label={t('campaigns.actions.referrer')}
          value={part.referrerPoints}
          onChange={(referrerPoints) => onChange({ ...part, referrerPoints })}
        />
        <Points
          label={t('campaigns.actions.referred')}
          value={part.referredPoints}
          onChange={(referredPoints) => onChange({ ...part, referredPoints })}
        />
      </div>
      <div className="rg-terms-row">
        <label className="rg-terms-field">
          <span className="rg-terms-label">{t('campaigns.actions.firstVisit')}</span>
          <MoneyInput
            label={t('campaigns.actions.firstVisit')}
            value={part.minCents || null}
            onChange={(cents) => onChange({ ...part, minCents: cents ?? 0 })}
          />
        </label>
        <Points
          label={t('campaigns.actions.perMonth')}
          value={part.perMonth}
          max={1000}
          onChange={(perMonth) => onChange({ ...part, perMonth })}
        />
        <Budget value={part.budgetPoints} onChange={(budgetPoints) => onChange({ ...part, budgetPoints })} />
      </div>
    </>
  )
}

export function ReviewFields({ part, onChange }: FieldsProps<'review'>) {
  return (
    <div className="rg-terms-row">
      <Points
        label={t('campaigns.field.points')}
        value={part.points}
        onChange={(points) => onChange({ ...part, points })}
      />
      <Points
        label={t('campaigns.actions.timesDay')}
        value={part.perDay}
        max={100}
        onChange={(perDay) => onChange({ ...part, perDay })}
      />
      <Points
        label={t('campaigns.actions.perMonth')}
        value={part.perMonth}
        max={1000}
        onChange={(perMonth) => onChange({ ...part, perMonth })}
      />
      <Budget value={part.budgetPoints} onChange={(budgetPoints) => onChange({ ...part, budgetPoints })} />
    </div>
  )
}
