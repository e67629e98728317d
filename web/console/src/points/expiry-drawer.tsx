import { Button, Form, Input, Radio } from 'antd'
import { api, type ResponseOf } from '@staff/api'
import {
  CommandForm,
  ConfirmDrawer,
  formatDay,
  SelectField,
  SubmitButton,
  SwitchField,
  WholeNumberField,
} from '@staff/ui'
import { addMonths, businessDay } from '#shared/business-day.ts'
import { t } from '#app/i18n.ts'
import { useStore } from '#app/session.ts'
import {
  type EndingRule,
  endingPresets,
  fixedLastDay,
  isSoundEnding,
  leastNoticeDays,
  mayShorten,
} from '#modules/points/expiry-rules.ts'
import { usePublish } from './use-publish.ts'

type Rule = ResponseOf<typeof api.expiryRuleGet>
type Fields = {
  ages: boolean
  ageBy: 'months' | 'days'
  ageMonths: number
  ageDays: number
  round: 'day' | 'month_end' | 'year_end'
  clears: boolean
  clearingDay: string
  spareMonths: number
  idles: boolean
  idleBy: 'months' | 'days'
  idleMonths: number
  idleDays: number
  reach: 'new' | 'all'
  noticeDays: number
}

const rounds = { day: 'roundDay', month_end: 'roundMonth', year_end: 'roundYear' } as const

/** Publishes how points end. What it means for points of today, and whether it shortens anybody's, stands beside it while it is typed. */
export function ExpiryDrawer({ open, rule, onClose }: { open: boolean; rule: Rule; onClose: () => void }) {
  const save = usePublish(api.expiryRuleSave, {
    rule: api.expiryRuleGet,
    changes: [api.expiryRuleList, api.pointsRulesPageGet, api.pointsRuleGet],
    onClose,
  })
  return (
    <ConfirmDrawer open={open} title={t('expiry.edit')} onClose={onClose} size="large">
      <CommandForm
        command={save}
        initial={fieldsOf(rule)}
        onSubmit={(fields: Fields) =>
          save.mutate({
            version: rule.version,
            ...ruleOf(fields),
            reach: fields.reach,
            noticeDays: fields.reach === 'all' ? fields.noticeDays : 0,
          })
        }
      >
        <Presets />
        <Kinds />
        <Reach />
        <Outcome before={rule} />
        <SubmitButton block>{t('points.form.publish')}</SubmitButton>
      </CommandForm>
    </ConfirmDrawer>
  )
}

function fieldsOf({
  age,
  clearing,
  idle,
  reach,
  noticeDays,
}: Pick<Rule, 'age' | 'clearing' | 'idle'> & Partial<Rule>): Fields {
  return {
    ages: age !== null,
    ageBy: age && 'days' in age ? 'days' : 'months',
    ageMonths: age && 'months' in age ? age.months : 12,
    ageDays: age && 'days' in age ? age.days : 180,
    round: age && 'months' in age ? age.round : 'month_end',
    clears: clearing !== null,
    clearingDay: clearing?.day ?? '12-31',
    spareMonths: clearing?.spareMonths ?? 6,
    idles: idle !== null,
    idleBy: idle && 'days' in idle ? 'days' : 'months',
    idleMonths: idle && 'months' in idle ? idle.months : 24,
    idleDays: idle && 'days' in idle ? idle.days : 365,
    reach: reach ?? 'new',
    noticeDays: noticeDays && noticeDays >= leastNoticeDays ? noticeDays : 30,
  }
}

/** Fields hold text while it is typed and numbers before. */
const wholeOf = (typed: unknown) => (/^\d{1,4}$/.test(String(typed ?? '')) ? Number(typed) : 0)

function ruleOf(fields: Partial<Fields>): EndingRule {
  const { ages, ageBy, clears, idles, idleBy } = fields
  const byMonths = { months: wholeOf(fields.ageMonths), round: fields.round ?? 'day' }
  return {
    age: ages ? (ageBy === 'days' ? { days: wholeOf(fields.ageDays) } : byMonths) : null,
    clearing: clears ? { day: (fields.clearingDay ?? '').trim(), spareMonths: wholeOf(fields.spareMonths) } : null,
    idle: idles
      ? idleBy === 'days'
        ? { days: wholeOf(fields.idleDays) }
        : { months: wholeOf(fields.idleMonths) }
      : null,
  }
}

function useTyped(): Partial<Fields> {
  const form = Form.useFormInstance()
  return (Form.useWatch([], { form, preserve: true }) ?? {}) as Partial<Fields>
}

const hiddenUnless = (isShown: boolean | undefined) => (isShown ? undefined : 'rg-hidden')

function Presets() {
  const form = Form.useFormInstance()
  return (
    <div className="rg-expiry-presets" role="group" aria-label={t('expiry.preset.label')}>
      {(Object.keys(endingPresets) as (keyof typeof endingPresets)[]).map((name) => (
        <Button
          key={name}
          onClick={() => {
            const { reach: _, noticeDays: __, ...fields } = fieldsOf(endingPresets[name])
            form.setFieldsValue(fields)
          }}
        >
          {t(`expiry.preset.${name}`)}
        </Button>
      ))}
    </div>
  )
}

function Kinds() {
  const typed = useTyped()
  const by = [
    { value: 'months', label: t('expiry.form.byMonths') },
    { value: 'days', label: t('expiry.form.byDays') },
  ]
  return (
    <>
      <SwitchField name="ages" label={t('expiry.form.ages')} hint={t('expiry.form.agesHint')} />
      <div className={hiddenUnless(typed.ages)}>
        <div className="rg-field-row">
          <SelectField name="ageBy" label={t('expiry.form.countedBy')} options={by} />
          <div className={hiddenUnless(typed.ageBy === 'days')}>
            <WholeNumberField name="ageDays" label={t('expiry.form.days')} unit={t('points.form.days')} />
          </div>
          <div className={hiddenUnless(typed.ageBy !== 'days')}>
            <WholeNumberField name="ageMonths" label={t('points.form.months')} unit={t('points.form.monthsUnit')} />
          </div>
        </div>
        <div className={hiddenUnless(typed.ageBy !== 'days')}>
          <SelectField
            name="round"
            label={t('points.form.round')}
            options={Object.entries(rounds).map(([value, name]) => ({ value, label: t(`points.form.${name}`) }))}
          />
        </div>
      </div>
      <SwitchField name="clears" label={t('expiry.form.clears')} hint={t('expiry.form.clearsHint')} />
      <div className={hiddenUnless(typed.clears)}>
        <div className="rg-field-row">
          <Form.Item name="clearingDay" label={t('expiry.form.clearingDay')} extra={t('expiry.form.clearingDayHint')}>
            <Input maxLength={5} inputMode="numeric" />
          </Form.Item>
          <WholeNumberField
            name="spareMonths"
            label={t('expiry.form.spare')}
            hint={t('expiry.form.spareHint')}
            unit={t('points.form.monthsUnit')}
          />
        </div>
      </div>
      <SwitchField name="idles" label={t('expiry.form.idles')} hint={t('expiry.form.idlesHint')} />
      <div className={hiddenUnless(typed.idles)}>
        <div className="rg-field-row">
          <SelectField name="idleBy" label={t('expiry.form.countedBy')} options={by} />
          <div className={hiddenUnless(typed.idleBy === 'days')}>
            <WholeNumberField name="idleDays" label={t('expiry.form.days')} unit={t('points.form.days')} />
          </div>
          <div className={hiddenUnless(typed.idleBy !== 'days')}>
            <WholeNumberField name="idleMonths" label={t('points.form.months')} unit={t('points.form.monthsUnit')} />
          </div>
        </div>
      </div>
    </>
  )
}

function Reach() {
  const typed = useTyped()
  return (
    <>
      <Form.Item name="reach" label={t('expiry.form.reach')}>
        <Radio.Group
          options={[
            { value: 'new', label: t('expiry.form.reachNew') },
            { value: 'all', label: t('expiry.form.reachAll') },
          ]}
        />
      </Form.Item>
      <div className={hiddenUnless(typed.reach === 'all')}>
        <WholeNumberField
          name="noticeDays"
          label={t('expiry.form.notice')}
          hint={t('expiry.form.noticeHint', { count: leastNoticeDays })}
          unit={t('points.form.days')}
        />
      </div>
    </>
  )
}

function Outcome({ before }: { before: Rule }) {
  const { timeZone, cutoffHour } = useStore()
  const typed = useTyped()
  const rule = ruleOf(typed)
  const isWhole =
    (rule.age === null || ('days' in rule.age ? rule.age.days : rule.age.months) > 0) &&
    (rule.idle === null || ('days' in rule.idle ? rule.idle.days : rule.idle.months) > 0) &&
    (rule.clearing === null || (/^\d{2}-\d{2}$/.test(rule.clearing.day) && rule.clearing.spareMonths <= 12))
  if (!isWhole || !isSoundEnding(rule)) return null
  const today = businessDay(new Date(), timeZone, cutoffHour)
  const day = fixedLastDay(rule, today)
  const half = fixedLastDay(rule, addMonths(today, 6))
  return (
    <section className="rg-points-outcome" aria-live="polite">
      <h3>{day ? t('expiry.outcome.today', { day: formatDay(day) }) : t('expiry.outcome.noDay')}</h3>
      {half && <p>{t('expiry.outcome.half', { day: formatDay(half) })}</p>}
      {mayShorten(before, rule) && (
        <p className="rg-faint">
          {t(typed.reach === 'all' ? 'expiry.outcome.shorterAll' : 'expiry.outcome.shorterNew')}
        </p>
      )}
    </section>
  )
}
