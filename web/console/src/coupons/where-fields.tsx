import { Checkbox, Input, Segmented, Select } from 'antd'
import { addDays, localDay } from '#shared/business-day.ts'
import { t } from '#app/i18n.ts'
import { useSession, useStore } from '#app/session.ts'
import { Whole } from '#console/promotions/number-inputs.tsx'
import { ScopeEditor } from '#console/promotions/scope-editor.tsx'
import { TimesEditor } from '#console/promotions/times-editor.tsx'
import type { Terms, Validity } from './coupon-words.ts'

/** For how long: so many days after issue, or fixed days. */
export function ValidityFields({ validity, onChange }: { validity: Validity; onChange: (validity: Validity) => void }) {
  const { timeZone } = useStore()
  const today = localDay(new Date(), timeZone)
  return (
    <fieldset className="rg-terms-group">
      <legend>{t('coupons.field.validity')}</legend>
      <Segmented<Validity['kind']>
        options={[
          { value: 'after_issue', label: t('coupons.validity.afterIssue') },
          { value: 'fixed', label: t('coupons.validity.fixedDays') },
        ]}
        value={validity.kind}
        onChange={(kind) =>
          onChange(
            kind === 'fixed'
              ? { kind, startsDay: today, endsDay: addDays(today, 29) }
              : { kind, startsAfterDays: 0, days: 30 },
          )
        }
      />
      <div className="rg-terms-row">
        {validity.kind === 'fixed' ? (
          <>
            <DayInput
              label={t('coupons.field.from')}
              day={validity.startsDay}
              onChange={(startsDay) => onChange({ ...validity, startsDay })}
            />
            <DayInput
              label={t('coupons.field.until')}
              day={validity.endsDay}
              onChange={(endsDay) => onChange({ ...validity, endsDay })}
            />
          </>
        ) : (
          <>
            <Whole
              label={t('coupons.field.startsAfter')}
              min={0}
              max={365}
              value={validity.startsAfterDays}
              onChange={(startsAfterDays) => onChange({ ...validity, startsAfterDays })}
            />
            <Whole
              label={t('coupons.field.days')}
              max={3650}
              value={validity.days}
              onChange={(days) => onChange({ ...validity, days })}
            />
          </>
        )}
      </div>
    </fieldset>
  )
}

function DayInput({ label, day, onChange }: { label: string; day: string; onChange: (day: string) => void }) {
  return (
    <label className="rg-terms-field">
      <span className="rg-terms-label">{label}</span>
      <Input type="date" required value={day} onChange={(event) => onChange(event.target.value)} />
    </label>
  )
}

type TermsProps = { terms: Terms; onChange: (terms: Terms) => void }

/** On which goods, where, when, and with what else. */
export function WhereFields({ terms, onChange }: TermsProps) {
  const { stores } = useSession()
  const { stacking } = terms
  const setStacking = (next: Partial<Terms['stacking']>) => onChange({ ...terms, stacking: { ...stacking, ...next } })
  return (
    <>
      <ScopeEditor
        label={t('coupons.field.goods')}
        value={terms.scope}
        onChange={(scope) => onChange({ ...terms, scope })}
      />
      <fieldset className="rg-terms-group">
        <legend>{t('coupons.field.stores')}</legend>
        <Select
          mode="multiple"
          allowClear
          value={terms.storeIds ?? []}
          placeholder={t('coupons.field.allStores')}
          aria-label={t('coupons.field.stores')}
          options={stores.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={(ids: string[]) => onChange({ ...terms, storeIds: ids.length === 0 ? null : ids })}
        />
      </fieldset>
      <TimesEditor value={terms.times} onChange={(times) => onChange({ ...terms, times })} />
      <fieldset className="rg-terms-group">
        <legend>{t('coupons.field.stacking')}</legend>
        <Checkbox
          checked={stacking.group === null}
          onChange={(event) =>
            setStacking(event.target.checked ? { group: null, perSale: 5 } : { group: 'coupon', perSale: 1 })
          }
        >
          {t('coupons.field.withOthers')}
        </Checkbox>
        <Checkbox
          checked={stacking.withPromotions}
          onChange={(event) => setStacking({ withPromotions: event.target.checked })}
        >
          {t('coupons.field.withPromotions')}
        </Checkbox>
        <Checkbox
          checked={stacking.withMemberPrice}
          onChange={(event) => setStacking({ withMemberPrice: event.target.checked })}
        >
          {t('coupons.field.withMemberPrice')}
        </Checkbox>
      </fieldset>
    </>
  )
}
