import { DeleteOutlined } from '@ant-design/icons'
import { Button, Checkbox, Input, Select } from 'antd'
import type { PassComponent, Quota } from '#modules/passes/plan-types.ts'
import { t } from '#app/i18n.ts'
import { useSession } from '#app/session.ts'
import { MoneyField } from '#console/coupons/money-field.tsx'
import { Whole } from '#console/promotions/number-inputs.tsx'
import { ScopeEditor } from '#console/promotions/scope-editor.tsx'
import { TimesEditor } from '#console/promotions/times-editor.tsx'
import { quotaPeriods } from './pass-words.ts'

type ComponentFieldsProps = {
  component: PassComponent
  number: number
  onChange: (component: PassComponent) => void
  onRemove: () => void
}

/** One thing that a plan gives: how often, how much in a day, week and month, for what, where and when. */
export function ComponentFields({ component, number, onChange, onRemove }: ComponentFieldsProps) {
  const { stores } = useSession()
  const set = (next: Partial<PassComponent>) => onChange({ ...component, ...next })
  const { name, units, listCents, isGift, quotas, scope, storeIds, times, staffGrades } = component
  return (
    <fieldset className="rg-terms-group">
      <legend>{t('passes.part.title', { number })}</legend>
      <div className="rg-terms-row">
        <label className="rg-terms-field">
          <span className="rg-terms-label">{t('passes.part.name')}</span>
          <Input
            value={name}
            maxLength={60}
            required
            placeholder={t('passes.part.nameHint')}
            onChange={(event) => set({ name: event.target.value })}
          />
        </label>
        <Whole
          label={t('passes.part.units')}
          max={100_000}
          value={units}
          placeholder={t('passes.left.unlimited')}
          onClear={() => set({ units: null })}
          onChange={(next) => set({ units: next })}
        />
        <MoneyField
          label={t(units === null ? 'passes.part.listWhole' : 'passes.part.listUnit')}
          cents={listCents}
          onChange={(cents) => set({ listCents: cents ?? 0 })}
        />
        <Button
          type="text"
          danger
          icon={<DeleteOutlined />}
          aria-label={t('passes.part.remove', { number })}
          onClick={onRemove}
        />
      </div>
      <Checkbox checked={isGift} onChange={(event) => set({ isGift: event.target.checked })}>
        {t('passes.part.gift')}
      </Checkbox>
      <Quotas quotas={quotas} onChange={(next) => set({ quotas: next })} />
      <details className="rg-component-more">
        <summary>{t('passes.part.where')}</summary>
        <ScopeEditor
          label={t('passes.part.scope')}
          value={scope as Parameters<typeof ScopeEditor>[0]['value']}
          onChange={(next) => set({ scope: next })}
        />
        <Select
          mode="multiple"
          allowClear
          value={[...(storeIds ?? [])]}
          placeholder={t('coupons.field.allStores')}
          aria-label={t('coupons.field.stores')}
          options={stores.map(({ id, name: label }) => ({ value: id, label }))}
          onChange={(ids: string[]) => set({ storeIds: ids.length === 0 ? null : ids })}
        />
        <Select
          mode="tags"
          allowClear
          value={[...staffGrades]}
          placeholder={t('passes.part.grades')}
          aria-label={t('passes.part.grades')}
          onChange={(grades: string[]) => set({ staffGrades: grades })}
        />
        <TimesEditor
          value={times as Parameters<typeof TimesEditor>[0]['value']}
          onChange={(next) => set({ times: next })}
        />
      </details>
    </fieldset>
  )
}

/** At most one quota for each period: by the calendar, or over any days on end. */
function Quotas({ quotas, onChange }: { quotas: readonly Quota[]; onChange: (quotas: Quota[]) => void }) {
  const set = (per: Quota['per'], quota: Quota | null) =>
    onChange([...quotas.filter((each) => each.per !== per), ...(quota ? [quota] : [])])
  return (
    <div className="rg-terms-row">
      {quotaPeriods.map((per) => {
        const quota = quotas.find((each) => each.per === per) ?? null
        return (
          <div key={per} className="rg-quota">
            <Whole
              label={t(`passes.quota.${per}`)}
              max={1000}
              value={quota?.units ?? null}
              placeholder={t('passes.quota.none')}
              onClear={() => set(per, null)}
              onChange={(units) => set(per, { units, per, counting: quota?.counting ?? 'calendar' })}
            />
            {quota && per !== 'day' && (
              <Checkbox
                checked={quota.counting === 'rolling'}
                onChange={(event) => set(per, { ...quota, counting: event.target.checked ? 'rolling' : 'calendar' })}
              >
                {t('passes.quota.rolling')}
              </Checkbox>
            )}
          </div>
        )
      })}
    </div>
  )
}
