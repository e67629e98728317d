import { useQuery } from '@tanstack/react-query'
import { Input, InputNumber, Select } from 'antd'
import type { ReactNode } from 'react'
import { api, query, type InputOf } from '@staff/api'
import { language, localeOf, t } from '#app/i18n.ts'
import { useSession } from '#app/session.ts'
import { Whole } from '#console/promotions/number-inputs.tsx'
import { tagsQuery } from '#console/members/tags-query.ts'
import { tiersQuery } from '#console/tiers/tiers-query.ts'
import { MoneyField } from './money-field.tsx'

export type Audience = InputOf<typeof api.couponAudienceQuote>['audience']

export const everybody: Audience = {
  ...{ tierIds: [], fields: [], birthdayMonths: [], storeIds: [], spendDays: 365 },
  ...{ minDaysSinceVisit: null, maxDaysSinceVisit: null, minSpendCents: null, maxSpendCents: null },
}

/** The base level has no id of its own. */
const base = 'base'

type FieldsProps = { audience: Audience; onChange: (audience: Audience) => void }

/** By what members are chosen. What is left empty lets everybody through; all that is said has to hold. */
export function AudienceFields({ audience, onChange }: FieldsProps) {
  const change = (part: Partial<Audience>) => onChange({ ...audience, ...part })
  const { stores } = useSession()
  const months = [...monthNames()].map((label, index) => ({ value: index + 1, label }))
  return (
    <>
      <Levels audience={audience} onChange={onChange} />
      <Tags audience={audience} onChange={onChange} />
      <Group title={t('audience.visit')}>
        <Days
          label={t('audience.visitFrom')}
          value={audience.minDaysSinceVisit}
          onChange={(minDaysSinceVisit) => change({ minDaysSinceVisit })}
        />
        <Days
          label={t('audience.visitUntil')}
          value={audience.maxDaysSinceVisit}
          onChange={(maxDaysSinceVisit) => change({ maxDaysSinceVisit })}
        />
      </Group>
      <Group title={t('audience.spend')}>
        <Whole
          label={t('audience.spendDays')}
          max={3_660}
          value={audience.spendDays}
          onChange={(spendDays) => change({ spendDays })}
        />
        <MoneyField
          label={t('audience.spendFrom')}
          cents={audience.minSpendCents}
          onChange={(minSpendCents) => change({ minSpendCents })}
        />
        <MoneyField
          label={t('audience.spendUntil')}
          cents={audience.maxSpendCents}
          onChange={(maxSpendCents) => change({ maxSpendCents })}
        />
      </Group>
      <Many
        label={t('audience.birthday')}
        value={[...audience.birthdayMonths]}
        options={months}
        onChange={(birthdayMonths) => change({ birthdayMonths })}
      />
      {stores.length > 1 && (
        <Many
          label={t('audience.stores')}
          value={[...audience.storeIds]}
          options={stores.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={(storeIds) => change({ storeIds })}
        />
      )}
      <OwnFields audience={audience} onChange={onChange} />
    </>
  )
}

/** “1月” or “Jan”, in order. */
export function monthNames(): readonly string[] {
  const format = new Intl.DateTimeFormat(localeOf[language()], { month: 'short', timeZone: 'UTC' })
  return Array.from({ length: 12 }, (_, month) => format.format(Date.UTC(2026, month, 1)))
}

function Levels({ audience, onChange }: FieldsProps) {
  const { data } = useQuery(tiersQuery)
  const levels = data?.items.filter(({ isArchived }) => !isArchived) ?? []
  if (!data || levels.length === 0) return null
  const options = [
    { value: base, label: data.base.name },
    ...levels.map(({ tierId, name }) => ({ value: tierId, label: name })),
  ]
  return (
    <Many
      label={t('audience.levels')}
      value={audience.tierIds.map((id) => id ?? base)}
      options={options}
      onChange={(ids) => onChange({ ...audience, tierIds: ids.map((id) => (id === base ? null : id)) })}
    />
  )
}

/** With one of these tags, and with none of those. */
function Tags({ audience, onChange }: FieldsProps) {
  const tags = useQuery(tagsQuery).data?.items ?? []
  if (tags.length === 0) return null
  const options = tags.map(({ tagId, name }) => ({ value: tagId, label: name }))
  return (
    <>
      <Many
        label={t('audience.tags')}
        value={[...(audience.tagIds ?? [])]}
        options={options}
        onChange={(tagIds) => onChange({ ...audience, tagIds })}
      />
      <Many
        label={t('audience.withoutTags')}
        placeholder={t('audience.nobody')}
        value={[...(audience.withoutTagIds ?? [])]}
        options={options}
        onChange={(withoutTagIds) => onChange({ ...audience, withoutTagIds })}
      />
    </>
  )
}

/** The shop's own fields of the profile that have a list to choose from, or a size. */
function OwnFields({ audience, onChange }: FieldsProps) {
  const { data } = useQuery(query(api.memberFieldList, {}))
  return data?.items.map(({ code, label, kind, choices }) => {
    if (kind === 'number' || kind === 'date') {
      return <Range key={code} field={{ code, label, kind }} audience={audience} onChange={onChange} />
    }
    if (kind !== 'choice' && kind !== 'boolean') return null
    const options =
      kind === 'choice'
        ? choices.map((choice) => ({ value: choice, label: choice }))
        : [true, false].map((is) => ({ value: String(is), label: t(is ? 'audience.yes' : 'audience.no') }))
    const own = audience.fields.find((field) => field.code === code)
    const others = audience.fields.filter((field) => field.code !== code)
    const toValue = (chosen: string) => (kind === 'choice' ? chosen : chosen === 'true')
    return (
      <Many
        key={code}
        label={label}
        value={own?.values.map(String) ?? []}
        options={options}
        onChange={(chosen) =>
          onChange({
            ...audience,
            fields: chosen.length === 0 ? others : [...others, { code, values: chosen.map(toValue) }],
          })
        }
      />
    )
  })
}

type RangeProps = FieldsProps & { field: { code: string; label: string; kind: 'number' | 'date' } }

/** From and until of one field; both empty asks nothing of it. */
function Range({ field, audience, onChange }: RangeProps) {
  const { code, label, kind } = field
  const ranges = audience.ranges ?? []
  const own = ranges.find((range) => range.code === code) ?? { code, from: null, until: null }
  const change = (part: { from?: number | string | null; until?: number | string | null }) => {
    const next = { ...own, ...part }
    const others = ranges.filter((range) => range.code !== code)
    onChange({ ...audience, ranges: next.from === null && next.until === null ? others : [...others, next] })
  }
  const input = (side: 'from' | 'until') =>
    kind === 'date' ? (
      <Input
        type="date"
        value={typeof own[side] === 'string' ? own[side] : ''}
        onChange={(event) => change({ [side]: event.target.value || null })}
      />
    ) : (
      <InputNumber<number>
        value={typeof own[side] === 'number' ? own[side] : null}
        placeholder={t('coupons.field.noLimit')}
        onChange={(typed) => change({ [side]: typed })}
      />
    )
  return (
    <Group title={label}>
      {(['from', 'until'] as const).map((side) => (
        <label key={side} className="rg-terms-field">
          <span className="rg-terms-label">{t(`audience.range.${side}`)}</span>
          {input(side)}
        </label>
      ))}
    </Group>
  )
}

function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <fieldset className="rg-terms-group">
      <legend>{title}</legend>
      <div className="rg-terms-row">{children}</div>
    </fieldset>
  )
}

type DaysProps = { label: string; value: number | null; onChange: (days: number | null) => void }

function Days({ label, value, onChange }: DaysProps) {
  return (
    <Whole
      label={label}
      min={1}
      max={3_660}
      value={value}
      placeholder={t('coupons.field.noLimit')}
      onChange={onChange}
      onClear={() => onChange(null)}
    />
  )
}

type ManyProps<Value> = {
  label: string
  value: Value[]
  options: { value: Value; label: string }[]
  placeholder?: string
  onChange: (value: Value[]) => void
}

function Many<Value extends string | number>({ label, value, options, placeholder, onChange }: ManyProps<Value>) {
  return (
    <div className="rg-terms-field">
      <span className="rg-terms-label">{label}</span>
      <Select<Value[]>
        mode="multiple"
        allowClear
        aria-label={label}
        value={value}
        placeholder={placeholder ?? t('audience.any')}
        options={options}
        optionFilterProp="label"
        onChange={onChange}
      />
    </div>
  )
}
