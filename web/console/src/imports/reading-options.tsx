import { InputNumber, Select, Switch } from 'antd'
import type { ReactNode } from 'react'
import { t } from '#app/i18n.ts'
import type { Mapping } from './import-words.ts'
import type { ImportDraft } from './mapping-draft.ts'

type ReadingOptionsProps = {
  draft: ImportDraft
  onChange: (draft: ImportDraft) => void
  stores: readonly { id: string; name: string }[]
}

/** What no header tells: the store, the order of dates, how amounts were computed, what of a balance is bonus. */
export function ReadingOptions({ draft, onChange, stores }: ReadingOptionsProps) {
  const { mapping, storeId } = draft
  const set = (change: Partial<Mapping>) => onChange({ ...draft, mapping: { ...mapping, ...change } })
  return (
    <div className="rg-import-options">
      {mapping.fields['storedValue'] && (
        <Option label={t('imports.option.bonus')} hint={t('imports.option.bonusHint')}>
          <InputNumber<number>
            min={0}
            max={100}
            precision={2}
            suffix="%"
            aria-label={t('imports.option.bonus')}
            value={mapping.bonusShareBps === undefined ? null : mapping.bonusShareBps / 100}
            onChange={(percent) => {
              const { bonusShareBps: _, ...rest } = mapping
              const told = percent === null ? rest : { ...rest, bonusShareBps: Math.round(percent * 100) }
              onChange({ ...draft, mapping: told })
            }}
          />
        </Option>
      )}
      <Option label={t('imports.option.store')} hint={t('imports.option.storeHint')}>
        <Select
          value={storeId}
          aria-label={t('imports.option.store')}
          options={stores.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={(id: string) => onChange({ ...draft, storeId: id })}
        />
      </Option>
      {mapping.kind !== 'products' && (
        <Option label={t('imports.option.dates')}>
          <Select
            value={mapping.dateOrder ?? 'ymd'}
            aria-label={t('imports.option.dates')}
            options={(['ymd', 'mdy', 'dmy'] as const).map((value) => ({ value, label: t(`imports.option.${value}`) }))}
            onChange={(dateOrder) => set({ dateOrder })}
          />
        </Option>
      )}
      {mapping.kind === 'sales' && (
        <Option label={t('imports.option.rowIsSale')} hint={t('imports.option.rowIsSaleHint')}>
          <Switch
            checked={mapping.isRowTheSale ?? false}
            aria-label={t('imports.option.rowIsSale')}
            onChange={(isRowTheSale) => set({ isRowTheSale })}
          />
        </Option>
      )}
      {mapping.kind !== 'members' && (
        <Option label={t('imports.option.rounded')} hint={t('imports.option.roundedHint')}>
          <Switch
            checked={mapping.isRounded ?? false}
            aria-label={t('imports.option.rounded')}
            onChange={(isRounded) => set({ isRounded })}
          />
        </Option>
      )}
    </div>
  )
}

function Option({ label, hint, children }: { label: string; hint?: string; children: ReactNode }) {
  return (
    <div className="rg-import-option">
      <strong>{label}</strong>
      {children}
      {hint && <span>{hint}</span>}
    </div>
  )
}
