import { Form } from 'antd'
import { api, type ResponseOf } from '@staff/api'
import { CommandForm, ConfirmDrawer, MoneyField, SubmitButton, SwitchField, WholeNumberField } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { usePublish } from './use-publish.ts'

type Rule = ResponseOf<typeof api.rescueRuleGet>
type Fields = { comesBack: boolean; graceDays: number; minPurchaseCents: number; lifeDays: number }

/** Publishes what is done for points that have ended: how long a purchase brings them back, and for how long. */
export function RescueDrawer({ open, rule, onClose }: { open: boolean; rule: Rule; onClose: () => void }) {
  const save = usePublish(api.rescueRuleSave, {
    rule: api.rescueRuleGet,
    changes: [api.pointsRulesPageGet],
    onClose,
  })
  const initial: Fields = {
    comesBack: rule.version === 0 || rule.graceDays > 0,
    graceDays: rule.graceDays || 14,
    minPurchaseCents: rule.minPurchaseCents,
    lifeDays: rule.lifeDays,
  }
  return (
    <ConfirmDrawer open={open} title={t('expiry.rescue.edit')} onClose={onClose}>
      <CommandForm
        command={save}
        initial={initial}
        onSubmit={({ comesBack, graceDays, minPurchaseCents, lifeDays }: Fields) =>
          save.mutate({
            version: rule.version,
            graceDays: comesBack ? graceDays : 0,
            minPurchaseCents,
            lifeDays,
          })
        }
      >
        <SwitchField name="comesBack" label={t('expiry.rescue.comesBack')} hint={t('expiry.rescue.comesBackHint')} />
        <Parts />
        <SubmitButton block>{t('points.form.publish')}</SubmitButton>
      </CommandForm>
    </ConfirmDrawer>
  )
}

function Parts() {
  const form = Form.useFormInstance()
  const comesBack = Form.useWatch('comesBack', { form, preserve: true }) as boolean | undefined
  return (
    <div className={comesBack ? undefined : 'rg-hidden'}>
      <WholeNumberField name="graceDays" label={t('expiry.rescue.graceDays')} unit={t('points.form.days')} />
      <MoneyField
        name="minPurchaseCents"
        label={t('expiry.rescue.minPurchase')}
        hint={t('expiry.rescue.minPurchaseHint')}
      />
      <WholeNumberField name="lifeDays" label={t('expiry.rescue.lifeDays')} unit={t('points.form.days')} />
    </div>
  )
}
