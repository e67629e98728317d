import { useQuery } from '@tanstack/react-query'
import { AutoComplete, Checkbox, Segmented } from 'antd'
import { api, query } from '@staff/api'
import { t } from '#app/i18n.ts'
import { Whole } from './number-inputs.tsx'
import type { Terms } from './promotion-words.ts'
import { groupName, usualGroup } from './stacking-words.ts'

type StackingEditorProps = { terms: Terms; onChange: (terms: Terms) => void }

/** What a promotion may meet: others of its group or none, which of them is reckoned first, coupons and member prices. */
export function StackingEditor({ terms, onChange }: StackingEditorProps) {
  const { stacking, priority } = terms
  const change = (part: Partial<Terms['stacking']>) => onChange({ ...terms, stacking: { ...stacking, ...part } })
  return (
    <fieldset className="rg-terms-group">
      <legend>{t('promotions.field.stacking')}</legend>
      <Checkbox
        checked={stacking.group === null}
        onChange={(event) => change({ group: event.target.checked ? null : usualGroup })}
      >
        {t('promotions.field.withOthers')}
      </Checkbox>
      {stacking.group !== null && (
        <GroupFields
          group={stacking.group}
          per={stacking.per}
          onChange={change}
          key={String(stacking.group === null)}
        />
      )}
      <div className="rg-terms-row">
        <Whole
          label={t('promotions.stack.order')}
          value={priority}
          min={0}
          max={1000}
          onChange={(next) => onChange({ ...terms, priority: next })}
        />
      </div>
      <p className="rg-faint">{t('promotions.stack.orderHint')}</p>
      <Checkbox checked={stacking.withCoupons} onChange={(event) => change({ withCoupons: event.target.checked })}>
        {t('promotions.field.withCoupons')}
      </Checkbox>
      <Checkbox
        checked={stacking.withMemberPrice}
        onChange={(event) => change({ withMemberPrice: event.target.checked })}
      >
        {t('promotions.field.withMemberPrice')}
      </Checkbox>
    </fieldset>
  )
}

type GroupFieldsProps = {
  group: string
  per: Terms['stacking']['per']
  onChange: (part: Partial<Terms['stacking']>) => void
}

/** Promotions of one name shut each other out. */
function GroupFields({ group, per, onChange }: GroupFieldsProps) {
  const { data } = useQuery(query(api.promotionList, { limit: 200 }))
  const known = new Set((data?.items ?? []).flatMap(({ terms }) => terms.stacking.group ?? []))
  const names = [...known].filter((name) => name !== usualGroup).toSorted()
  return (
    <div className="rg-terms-row">
      <label className="rg-terms-field">
        <span className="rg-terms-label">{t('promotions.stack.group')}</span>
        <AutoComplete
          aria-label={t('promotions.stack.group')}
          value={group === usualGroup ? '' : group}
          options={names.map((value) => ({ value }))}
          placeholder={groupName(usualGroup)}
          maxLength={40}
          onChange={(typed: string) => onChange({ group: typed === '' ? usualGroup : typed })}
          onBlur={() => onChange({ group: group.trim() === '' ? usualGroup : group.trim() })}
        />
      </label>
      <div className="rg-terms-field">
        <span className="rg-terms-label">{t('promotions.stack.per')}</span>
        <Segmented
          aria-label={t('promotions.stack.per')}
          value={per}
          onChange={(next) => onChange({ per: next })}
          options={(['line', 'sale'] as const).map((value) => ({ value, label: t(`promotions.stack.${value}`) }))}
        />
      </div>
    </div>
  )
}
