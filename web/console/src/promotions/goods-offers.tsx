import { DeleteOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { t } from '#app/i18n.ts'
import { ItemPicker } from '#console/catalog/item-picker.tsx'
import { Whole } from './number-inputs.tsx'
import { type EditorProps, MaxTimes, Money, Steps } from './offer-fields.tsx'
import { emptyScope } from './new-offer.ts'
import { ScopeEditor } from './scope-editor.tsx'
import { useNames } from './use-names.ts'

/** So many units of each part for one price together. */
export function Bundle({ value, onChange }: EditorProps<'bundle'>) {
  return (
    <>
      <Steps
        steps={value.parts}
        next={() => ({ scope: emptyScope(), quantity: 1 })}
        onChange={(parts) => onChange({ ...value, parts })}
      >
        {(part, set) => (
          <div className="rg-terms-part">
            <Whole
              label={t('promotions.field.quantity')}
              value={part.quantity}
              onChange={(quantity) => set({ ...part, quantity })}
            />
            <ScopeEditor
              label={t('promotions.field.goods')}
              value={part.scope}
              mayExclude={false}
              onChange={(scope) => set({ ...part, scope })}
            />
          </div>
        )}
      </Steps>
      <div className="rg-terms-row">
        <Money
          label={t('promotions.field.bundlePrice')}
          cents={value.priceCents}
          onChange={(priceCents) => onChange({ ...value, priceCents })}
        />
        <MaxTimes value={value} onChange={onChange} />
      </div>
    </>
  )
}

/** Gifts, and goods at a lower price, from an amount on. */
export function AddOn({ value, onChange }: EditorProps<'add_on'>) {
  const nameOf = useNames({ productIds: value.items.map(({ productId }) => productId) })
  return (
    <>
      <div className="rg-terms-row">
        <Money
          label={t('promotions.field.threshold')}
          cents={value.thresholdCents}
          onChange={(thresholdCents) => onChange({ ...value, thresholdCents })}
        />
        <Whole
          label={t('promotions.field.addOnQuantity')}
          value={value.quantity}
          onChange={(quantity) => onChange({ ...value, quantity })}
        />
      </div>
      {value.items.map(({ productId, priceCents }) => (
        <div key={productId} className="rg-terms-row">
          <Money
            label={t('promotions.field.addOnPrice', { name: nameOf(productId) })}
            cents={priceCents}
            onChange={(cents) =>
              onChange({
                ...value,
                items: value.items.map((item) =>
                  item.productId === productId ? { ...item, priceCents: cents } : item,
                ),
              })
            }
          />
          <Button
            type="text"
            icon={<DeleteOutlined />}
            aria-label={t('promotions.scope.remove', { name: nameOf(productId) })}
            onClick={() => onChange({ ...value, items: value.items.filter((item) => item.productId !== productId) })}
          />
        </div>
      ))}
      <ItemPicker
        label={t('promotions.scope.addProduct')}
        exceptIds={value.items.map(({ productId }) => productId)}
        onPick={({ id }) => onChange({ ...value, items: [...value.items, { productId: id, priceCents: 0 }] })}
      />
    </>
  )
}

/** One price for each chosen product. */
export function Prices({ value, onChange }: EditorProps<'item_price'>) {
  const productIds = Object.keys(value.prices)
  const nameOf = useNames({ productIds })
  const without = (productId: string) =>
    Object.fromEntries(Object.entries(value.prices).filter(([id]) => id !== productId))
  return (
    <>
      {Object.entries(value.prices).map(([productId, priceCents]) => (
        <div key={productId} className="rg-terms-row">
          <Money
            label={nameOf(productId)}
            cents={priceCents}
            onChange={(cents) => onChange({ ...value, prices: { ...value.prices, [productId]: cents } })}
          />
          <Button
            type="text"
            icon={<DeleteOutlined />}
            aria-label={t('promotions.scope.remove', { name: nameOf(productId) })}
            onClick={() => onChange({ ...value, prices: without(productId) })}
          />
        </div>
      ))}
      <ItemPicker
        label={t('promotions.scope.addProduct')}
        exceptIds={productIds}
        onPick={({ id, listPriceCents }) =>
          onChange({ ...value, prices: { ...value.prices, [id]: Math.round((listPriceCents ?? 0) * 0.9) } })
        }
      />
    </>
  )
}
