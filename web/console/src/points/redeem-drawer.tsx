import { Form } from 'antd'
import { api } from '@staff/api'
import {
  CommandForm,
  ConfirmDrawer,
  MoneyField,
  SelectField,
  SubmitButton,
  SwitchField,
  WholeNumberField,
} from '@staff/ui'
import { t } from '#app/i18n.ts'
import { refusalSentence } from '#app/refusal-sentence.ts'
import { PercentField } from '#console/settings/setting-fields.tsx'
import { isSoundRule, returnPolicies } from '#modules/points/redeem-rules.ts'
import { isRefusal } from '#shared/refusal.ts'
import { parseMoney } from '@web/ui/money-input-rules.ts'
import { RedeemExamples } from './redeem-examples.tsx'
import { redeemSentence, type RedeemRule } from './redeem-words.ts'
import { usePublish } from './use-publish.ts'

type Fields = Omit<RedeemRule, 'version'> & { accepts: boolean }

const halfOfTheSale = 5_000

/** Publishes the next version of how points pay; what it means for a sale stands beside it while it is typed. */
export function RedeemDrawer({ open, rule, onClose }: { open: boolean; rule: RedeemRule; onClose: () => void }) {
  const save = usePublish(api.redeemRuleSave, {
    rule: api.redeemRuleGet,
    changes: [api.tillSettingsGet, api.pointsRulesPageGet],
    onClose,
  })
  return (
    <ConfirmDrawer open={open} title={t('points.redeem.edit')} onClose={onClose} size="large">
      <CommandForm
        command={save}
        initial={fieldsOf(rule)}
        onSubmit={({ accepts, maxShareBps, ...fields }: Fields) =>
          save.mutate({ version: rule.version, ...fields, maxShareBps: accepts ? maxShareBps : 0 })
        }
      >
        <SwitchField name="accepts" label={t('points.redeem.accepts')} hint={t('points.redeem.acceptsHint')} />
        <Parts />
        <SubmitButton block>{t('points.form.publish')}</SubmitButton>
      </CommandForm>
    </ConfirmDrawer>
  )
}

/** Before the first rule: a hundred points a yuan, up to half of the sale. */
function fieldsOf({ version, ...rule }: RedeemRule): Fields {
  const isFirst = version === 0
  return {
    ...rule,
    ...(isFirst ? { points: 100, worthCents: 100, minPoints: 0, stepPoints: 100 } : {}),
    accepts: isFirst || rule.maxShareBps > 0,
    maxShareBps: rule.maxShareBps || halfOfTheSale,
  }
}

function Parts() {
  const form = Form.useFormInstance()
  const typed = (Form.useWatch([], { form, preserve: true }) ?? {}) as Partial<Record<keyof Fields, unknown>>
  const rule = ruleOf(typed)
  const isSound = rule !== null && isSoundRule(rule)
  return (
    <div className={typed.accepts ? undefined : 'rg-hidden'}>
      <div className="rg-field-row">
        <WholeNumberField name="points" label={t('points.redeem.points')} unit={t('points.form.unit')} />
        <MoneyField name="worthCents" label={t('points.redeem.worth')} />
      </div>
      <div className="rg-field-row">
        <WholeNumberField
          name="minPoints"
          label={t('points.redeem.min')}
          hint={t('points.redeem.minHint')}
          unit={t('points.form.unit')}
        />
        <WholeNumberField
          name="stepPoints"
          label={t('points.redeem.step')}
          hint={t('points.redeem.stepHint')}
          unit={t('points.form.unit')}
        />
      </div>
      <PercentField name="maxShareBps" label={t('points.redeem.share')} hint={t('points.redeem.shareHint')} />
      <div className="rg-field-row">
        <SelectField
          name="returnedExpired"
          label={t('points.redeem.returnedTitle')}
          hint={t('points.redeem.returnedHint')}
          options={returnPolicies.map((value) => ({
            value,
            label: value === 'grace' ? t('points.redeem.graceChoice') : t(`points.redeem.returned.${value}`),
          }))}
        />
        <div className={typed.returnedExpired === 'grace' ? undefined : 'rg-hidden'}>
          <WholeNumberField name="graceDays" label={t('points.redeem.graceDays')} unit={t('points.form.days')} />
        </div>
      </div>
      {rule && (
        <section className="rg-points-outcome" aria-live="polite">
          <h3>{redeemSentence(rule)}</h3>
          {isSound ? (
            <RedeemExamples rule={rule} />
          ) : (
            <p className="rg-refusal">{refusalSentence('redeem_rule_unsound', {})}</p>
          )}
        </section>
      )}
    </div>
  )
}

/** Fields hold text while it is typed and numbers before; null while the figures are no rule yet. */
function ruleOf(typed: Partial<Record<keyof Fields, unknown>>): RedeemRule | null {
  const whole = (value: unknown) => (/^\d{1,9}$/.test(String(value ?? '')) ? Number(value) : -1)
  const worth = typeof typed.worthCents === 'number' ? typed.worthCents : parseMoney(String(typed.worthCents ?? ''))
  const share =
    typeof typed.maxShareBps === 'number'
      ? typed.maxShareBps
      : Math.round(Number(String(typed.maxShareBps ?? '')) * 100)
  const rule = { points: whole(typed.points), minPoints: whole(typed.minPoints), stepPoints: whole(typed.stepPoints) }
  const isWhole = rule.points > 0 && rule.stepPoints > 0 && rule.minPoints >= 0
  if (!isWhole || worth === null || isRefusal(worth) || worth <= 0 || !(share > 0 && share <= 10_000)) return null
  return { version: 0, ...rule, worthCents: worth, maxShareBps: share, returnedExpired: 'void', graceDays: 0 }
}
