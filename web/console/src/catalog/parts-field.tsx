import { DeleteOutlined } from '@ant-design/icons'
import { Button, Form, InputNumber } from 'antd'
import { t } from '#app/i18n.ts'
import { useFormField } from '#console/ui/form-context.ts'
import { ItemPicker } from './item-picker.tsx'
import type { Item } from './item-words.ts'
import { useItems } from './use-items.ts'

type Part = Item['parts'][number]

/** What one bundle is made of. */
export function PartsField({ name, label }: { name: string; label: string }) {
  useFormField(name)
  return (
    <Form.Item
      name={name}
      label={label}
      extra={t('catalog.hint.parts')}
      rules={[{ required: true, message: t('catalog.hint.partsNeeded') }]}
    >
      <PartsInput />
    </Form.Item>
  )
}

function PartsInput({ value = [], onChange }: { value?: Part[]; onChange?: (parts: Part[]) => void }) {
  const items = useItems(value.map(({ itemId }) => itemId))
  const setQuantity = (itemId: string, units: number) =>
    onChange?.(
      value.map((part) => (part.itemId === itemId ? { ...part, quantityMilli: Math.round(units * 1000) } : part)),
    )
  return (
    <div className="rg-parts">
      {value.map(({ itemId, quantityMilli }) => {
        const item = items.get(itemId)
        return (
          <div key={itemId} className="rg-part">
            <span>{item?.name ?? '…'}</span>
            <InputNumber<number>
              min={0.001}
              max={1_000_000}
              precision={item?.isWeighed ? 3 : 0}
              suffix={item?.unit}
              aria-label={t('catalog.partQuantity', { name: item?.name ?? '' })}
              value={quantityMilli / 1000}
              onChange={(units) => units && setQuantity(itemId, units)}
            />
            <Button
              type="text"
              icon={<DeleteOutlined />}
              aria-label={t('catalog.removePart', { name: item?.name ?? '' })}
              onClick={() => onChange?.(value.filter((part) => part.itemId !== itemId))}
            />
          </div>
        )
      })}
      <ItemPicker
        label={t('catalog.addPart')}
        exceptIds={value.map(({ itemId }) => itemId)}
        fits={({ kind }) => kind !== 'bundle'}
        onPick={({ id }) => onChange?.([...value, { itemId: id, quantityMilli: 1000 }])}
      />
    </div>
  )
}
