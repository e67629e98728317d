import { Form, Radio } from 'antd'
import { api, useCommand } from '@staff/api'
import { CommandForm, ConfirmDrawer, MoneyField, SelectField, SubmitButton, TextField, useNotice } from '@staff/ui'
import { isRefusal } from '#shared/refusal.ts'
import { t } from '#app/i18n.ts'
import { parseMoney } from '@web/ui/money-input-rules.ts'
import { OfferFace } from './offer-face.tsx'
import { bonusLife } from './offer-words.ts'

const drawModes = ['proportional', 'principal_first', 'bonus_first'] as const
const lives = ['never', '3', '6', '12', '24', '36'] as const

type OfferFields = {
  name: string
  principalCents: number
  bonusCents: number
  life: (typeof lives)[number]
  drawMode: (typeof drawModes)[number]
}

/** A new offer, seen as the till will show it while it is typed. Its terms never change afterwards. */
export function OfferDrawer({ open, onClose }: { open: boolean; onClose: () => void }) {
  const notice = useNotice()
  const create = useCommand(api.topUpOfferCreate, {
    changes: [api.topUpOfferList],
    onSuccess: () => {
      notice.done(t('top-ups.made'))
      onClose()
    },
  })
  const submit = ({ name, principalCents, bonusCents, life, drawMode }: OfferFields) =>
    create.mutate({ name, principalCents, bonusCents, drawMode, bonusMonths: monthsOf(life) })
  return (
    <ConfirmDrawer open={open} title={t('top-ups.add')} onClose={onClose}>
      <CommandForm
        command={create}
        initial={{ bonusCents: 0, life: '12', drawMode: 'proportional' } satisfies Partial<OfferFields>}
        onSubmit={submit}
      >
        <TextField name="name" label={t('top-ups.name')} hint={t('top-ups.nameHint')} maxLength={60} autoFocus />
        <div className="rg-field-row">
          <MoneyField name="principalCents" label={t('top-ups.principal')} />
          <MoneyField name="bonusCents" label={t('top-ups.bonus')} hint={t('top-ups.bonusHint')} />
        </div>
        <SelectField
          name="life"
          label={t('top-ups.life')}
          hint={t('top-ups.lifeHint')}
          options={lives.map((life) => ({ value: life, label: bonusLife(monthsOf(life)) }))}
        />
        <Form.Item name="drawMode" label={t('top-ups.draw')}>
          <Radio.Group className="rg-choices">
            {drawModes.map((mode) => (
              <Radio key={mode} value={mode}>
                <strong>{t(`top-ups.mode.${mode}`)}</strong>
                <small>{t(`top-ups.modeHint.${mode}`)}</small>
              </Radio>
            ))}
          </Radio.Group>
        </Form.Item>
        <Preview />
        <SubmitButton block>{t('top-ups.add')}</SubmitButton>
      </CommandForm>
    </ConfirmDrawer>
  )
}

function monthsOf(life: string | undefined): number | null {
  return !life || life === 'never' ? null : Number(life)
}

/** Fields hold text while it is typed and cents before. */
function centsOf(typed: unknown): number {
  if (typeof typed === 'number') return typed
  const parsed = parseMoney(String(typed ?? ''))
  return parsed === null || isRefusal(parsed) ? 0 : parsed
}

function Preview() {
  const form = Form.useFormInstance()
  const typed = (Form.useWatch([], form) ?? {}) as Partial<Record<keyof OfferFields, string>>
  const principalCents = centsOf(typed.principalCents)
  if (principalCents === 0) return null
  const terms = { principalCents, bonusCents: centsOf(typed.bonusCents), bonusMonths: monthsOf(typed.life) }
  return (
    <div className="rg-offer-preview">
      <small>{t('top-ups.preview')}</small>
      <OfferFace name={typed.name ?? ''} terms={terms} />
    </div>
  )
}
