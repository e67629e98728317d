import { Checkbox, Form } from 'antd'
import { Link } from 'react-router'
import { api, type ResponseOf } from '@staff/api'
import {
  CommandForm,
  ConfirmDrawer,
  MoneyField,
  SelectField,
  SubmitButton,
  SwitchField,
  WholeNumberField,
} from '@staff/ui'
import { type EndingRule, never } from '#modules/points/expiry-rules.ts'
import { isRefusal } from '#shared/refusal.ts'
import { t } from '#app/i18n.ts'
import { paths } from '#app/paths.ts'
import { tenderName } from '#console/cashier/tender-words.ts'
import { parseMoney } from '@web/ui/money-input-rules.ts'
import { RuleExamples } from './rule-examples.tsx'
import { endingWords, ruleSentence, type PointsRule } from './rule-words.ts'
import { usePublish } from './use-publish.ts'

type Published = ResponseOf<typeof api.pointsRuleGet>
type Round = NonNullable<PointsRule['expiry']>['round']
type Tender = PointsRule['excludedTenders'][number]

const tenders: Tender[] = ['points', 'gift_card', 'stored_value', 'other', 'cash']
const rounds = { day: 'roundDay', month_end: 'roundMonth', year_end: 'roundYear' } as const

type RuleFields = {
  gives: boolean
  perCents: number
  points: number
  excludedTenders: Tender[]
  isTaxIncluded: boolean
  pendingDays: number
  expires: boolean
  months: number
  round: Round
}

type RuleDrawerProps = {
  open: boolean
  rule: Published
  /** How points end, with versions of its own once it was published: then it is not set here. */
  ending: ResponseOf<typeof api.expiryRuleGet>
  onClose: () => void
}

/** Publishes the next version of the rule. What it means for a sale of today stands beside it while it is typed. */
export function RuleDrawer({ open, rule, ending, onClose }: RuleDrawerProps) {
  const save = usePublish(api.pointsRuleSave, {
    rule: api.pointsRuleGet,
    changes: [api.pointsRuleList, api.expiryRuleGet, api.pointsRulesPageGet, api.tillSettingsGet],
    onClose,
  })
  const own = ending.version > 0 ? ending : null
  return (
    <ConfirmDrawer
      open={open}
      title={t(rule.version > 0 ? 'points.edit' : 'points.start')}
      onClose={onClose}
      size="large"
    >
      <CommandForm
        command={save}
        initial={fieldsOf(rule)}
        onSubmit={(fields: RuleFields) => {
          const typed = ruleOf(fields)
          save.mutate({ version: rule.version, ...typed, expiry: own ? rule.expiry : typed.expiry })
        }}
      >
        <SwitchField name="gives" label={t('points.form.gives')} hint={t('points.form.givesHint')} />
        <RuleParts ending={own} />
        <SubmitButton block>{t('points.form.publish')}</SubmitButton>
      </CommandForm>
    </ConfirmDrawer>
  )
}

/** Before the first rule: one point a yuan, to the end of the month a year later. */
function fieldsOf({ version, points, perCents, expiry, ...rule }: Published): RuleFields {
  return {
    gives: version === 0 || points > 0,
    perCents,
    points: points || 1,
    excludedTenders: rule.excludedTenders,
    isTaxIncluded: rule.isTaxIncluded,
    pendingDays: rule.pendingDays,
    expires: version === 0 || expiry !== null,
    months: expiry?.months ?? 12,
    round: expiry?.round ?? 'month_end',
  }
}

function ruleOf(fields: RuleFields): PointsRule {
  const { gives, points, perCents, excludedTenders, isTaxIncluded, pendingDays, expires, months, round } = fields
  return {
    points: gives ? points : 0,
    perCents,
    excludedTenders,
    isTaxIncluded,
    pendingDays,
    expiry: expires ? { months, round } : null,
  }
}

function RuleParts({ ending }: { ending: EndingRule | null }) {
  const form = Form.useFormInstance()
  const typed = (Form.useWatch([], { form, preserve: true }) ?? {}) as Partial<RuleFields>
  // What is hidden keeps its value: switched off and on again, the rule is as it was.
  const hiddenUnless = (isShown: boolean | undefined) => (isShown ? undefined : 'rg-hidden')
  return (
    <>
      <div className={hiddenUnless(typed.gives)}>
        <div className="rg-field-row">
          <MoneyField name="perCents" label={t('points.form.perYuan')} />
          <WholeNumberField name="points" label={t('points.form.points')} unit={t('points.form.unit')} />
        </div>
        <Form.Item name="excludedTenders" label={t('points.form.excluded')} extra={t('points.excludedHint')}>
          <Checkbox.Group
            options={tenders.map((kind) => ({ value: kind, label: tenderName({ kind, method: null }) }))}
          />
        </Form.Item>
        <div className="rg-field-row">
          <WholeNumberField
            name="pendingDays"
            label={t('points.form.pendingDays')}
            hint={t('points.form.pendingHint')}
            unit={t('points.form.days')}
          />
          <SwitchField name="isTaxIncluded" label={t('points.form.tax')} />
        </div>
        {ending ? (
          <p>
            {t('points.form.endsBy', { words: endingWords(ending) })}{' '}
            <Link to={paths.pointsExpiry()}>{t('points.form.toEnding')}</Link>
          </p>
        ) : (
          <>
            <SwitchField name="expires" label={t('points.form.expires')} />
            <div className={hiddenUnless(typed.expires)}>
              <div className="rg-field-row">
                <WholeNumberField name="months" label={t('points.form.months')} unit={t('points.form.monthsUnit')} />
                <SelectField
                  name="round"
                  label={t('points.form.round')}
                  options={Object.entries(rounds).map(([value, name]) => ({ value, label: t(`points.form.${name}`) }))}
                />
              </div>
            </div>
          </>
        )}
      </div>
      <Outcome typed={typed} ending={ending} />
    </>
  )
}

/** Fields hold text while it is typed and numbers before. */
const wholeOf = (typed: unknown) => (/^\d{1,9}$/.test(String(typed ?? '')) ? Number(typed) : 0)

function centsOf(typed: unknown): number {
  const parsed = typeof typed === 'number' ? typed : parseMoney(String(typed ?? ''))
  return parsed === null || isRefusal(parsed) ? 0 : parsed
}

function Outcome({ typed, ending }: { typed: Partial<RuleFields>; ending: EndingRule | null }) {
  const perCents = centsOf(typed.perCents)
  const months = wholeOf(typed.months)
  if (perCents === 0 || (!ending && typed.expires && (months === 0 || months > 120))) return null
  const rule = ruleOf({
    gives: typed.gives ?? false,
    points: wholeOf(typed.points),
    perCents,
    excludedTenders: typed.excludedTenders ?? [],
    isTaxIncluded: typed.isTaxIncluded ?? true,
    pendingDays: Math.min(365, wholeOf(typed.pendingDays)),
    expires: typed.expires ?? false,
    months,
    round: typed.round ?? 'day',
  })
  return (
    <section className="rg-points-outcome" aria-live="polite">
      <h3>{ruleSentence(rule)}</h3>
      <RuleExamples rule={rule} ending={ending ?? { ...never, age: rule.expiry }} />
    </section>
  )
}
