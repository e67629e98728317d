import { useQuery } from '@tanstack/react-query'
import { CloseOutlined } from '@ant-design/icons'
import { Button, Segmented, Select } from 'antd'
import { api, query } from '@staff/api'
import { t } from '#app/i18n.ts'
import { ItemPicker } from '#console/catalog/item-picker.tsx'
import type { Scope } from './promotion-words.ts'
import { useNames } from './use-names.ts'

type ScopeEditorProps = { label: string; value: Scope; onChange: (scope: Scope) => void; mayExclude?: boolean }

/** Which goods: all, or categories and products by name; and what is left out. */
export function ScopeEditor({ label, value, onChange, mayExclude = true }: ScopeEditorProps) {
  return (
    <fieldset className="rg-terms-group">
      <legend>{label}</legend>
      <Segmented<Scope['of']>
        options={[
          { value: 'all', label: t('promotions.scope.all') },
          { value: 'listed', label: t('promotions.scope.some') },
        ]}
        value={value.of}
        onChange={(of) => onChange({ ...value, of })}
      />
      {value.of === 'listed' && (
        <Goods
          label={t('promotions.scope.takesPart')}
          productIds={value.productIds}
          categoryIds={value.categoryIds}
          onChange={(productIds, categoryIds) => onChange({ ...value, productIds, categoryIds })}
        />
      )}
      {mayExclude && (
        <Goods
          label={t('promotions.scope.leftOut')}
          productIds={value.excludedProductIds}
          categoryIds={value.excludedCategoryIds}
          onChange={(excludedProductIds, excludedCategoryIds) =>
            onChange({ ...value, excludedProductIds, excludedCategoryIds })
          }
        />
      )}
    </fieldset>
  )
}

type GoodsProps = {
  label: string
  productIds: string[]
  categoryIds: string[]
  onChange: (productIds: string[], categoryIds: string[]) => void
}

function Goods({ label, productIds, categoryIds, onChange }: GoodsProps) {
  const nameOf = useNames({ productIds })
  const { data } = useQuery({ ...query(api.categoryList, {}), staleTime: 60_000 })
  return (
    <div className="rg-terms-goods">
      <span className="rg-terms-label">{label}</span>
      <Select
        mode="multiple"
        allowClear
        value={categoryIds}
        placeholder={t('promotions.scope.categories')}
        aria-label={`${label} · ${t('promotions.scope.categories')}`}
        options={(data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
        showSearch={{ optionFilterProp: 'label' }}
        onChange={(ids) => onChange(productIds, ids)}
      />
      <ItemPicker
        label={t('promotions.scope.addProduct')}
        exceptIds={productIds}
        onPick={({ id }) => onChange([...productIds, id], categoryIds)}
      />
      {productIds.length > 0 && (
        <ul className="rg-terms-chips">
          {productIds.map((id) => (
            <li key={id}>
              {nameOf(id)}
              <Button
                type="text"
                size="small"
                icon={<CloseOutlined />}
                aria-label={t('promotions.scope.remove', { name: nameOf(id) })}
                onClick={() =>
                  onChange(
                    productIds.filter((each) => each !== id),
                    categoryIds,
                  )
                }
              />
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
