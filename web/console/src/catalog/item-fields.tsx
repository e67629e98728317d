import { Form, InputNumber, Select } from 'antd'
import { MoneyField, ReasonField, SelectField, SwitchField, TextField, WholeNumberField } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { useMay } from '#app/session.ts'
import { MomentField } from '#console/promotions/moment-field.tsx'
import { useFormField } from '#console/ui/form-context.ts'
import { categoryName, type Category, type Item, type ItemKind } from './item-words.ts'
import { PartsField } from './parts-field.tsx'
import { PictureField } from './picture-field.tsx'

/** An item as the form holds it: the store's choice about selling below zero is the empty one. */
export type ItemFormValues = Partial<Omit<Item, 'id' | 'kind' | 'archivedAt' | 'version' | 'maySellBelowZero'>> & {
  name: string
  belowZero?: 'yes' | 'no'
}

export function formOf({ maySellBelowZero, ...item }: Item): ItemFormValues {
  return { ...item, ...(maySellBelowZero !== null && { belowZero: maySellBelowZero ? 'yes' : 'no' }) }
}

/** Fields left empty are absent from the form's values; told like this, the server takes the old ones away. */
export function itemOf({ belowZero, ...values }: ItemFormValues, kind: ItemKind) {
  const kept = {
    ...values,
    code: values.code ?? null,
    spec: values.spec ?? '',
    brand: values.brand ?? '',
    note: values.note ?? '',
    categoryId: values.categoryId ?? null,
    listPriceCents: values.listPriceCents ?? null,
    costCents: values.costCents ?? null,
    pictureId: values.pictureId ?? null,
    opensAt: values.opensAt ?? null,
  }
  if (kind !== 'product') return kept
  return {
    ...kept,
    scaleNumber: values.scaleNumber ?? null,
    barcodes: values.barcodes ?? [],
    maySellBelowZero: belowZero === undefined ? null : belowZero === 'yes',
  }
}

/** Everything the shop tells about an item; what only some kinds have is shown with these. */
export function ItemFields({ kind, categories }: { kind: ItemKind; categories: readonly Category[] }) {
  const may = useMay()
  return (
    <>
      <div className="rg-item-top">
        <PictureField name="pictureId" />
        <div>
          <TextField name="name" label={t('catalog.field.name')} maxLength={200} autoFocus />
          <TextField
            name="spec"
            label={t('catalog.field.spec')}
            isOptional
            maxLength={100}
            placeholder={t('catalog.hint.spec')}
          />
        </div>
      </div>
      <div className="rg-field-row">
        <MoneyField
          name="listPriceCents"
          label={t('catalog.field.price')}
          isOptional
          hint={t('catalog.hint.price')}
          disabled={!may('catalog.price')}
        />
        <TextField
          name="unit"
          label={t('catalog.field.unit')}
          isOptional
          maxLength={20}
          placeholder={t(`catalog.unit.${kind}`)}
        />
        <SelectField
          name="categoryId"
          label={t('catalog.field.category')}
          isOptional
          search
          options={categories.map(({ id }) => ({ value: id, label: categoryName(categories, id) ?? '' }))}
        />
      </div>
      {kind === 'service' && (
        <WholeNumberField name="durationMinutes" label={t('catalog.field.duration')} unit={t('catalog.minutes')} />
      )}
      {kind === 'bundle' && <PartsField name="parts" label={t('catalog.field.parts')} />}
      {kind === 'product' && <BarcodesField />}
      <div className="rg-field-row">
        <MoneyField name="costCents" label={t('catalog.field.cost')} isOptional hint={t('catalog.hint.cost')} />
        <TaxField />
        <TextField name="code" label={t('catalog.field.code')} isOptional maxLength={100} />
      </div>
      {kind === 'product' && <StockFields />}
      <div className="rg-field-row">
        <SwitchField name="isDiscountable" label={t('catalog.field.isDiscountable')} />
        <SwitchField name="earnsPoints" label={t('catalog.field.earnsPoints')} />
      </div>
      <MomentField name="opensAt" label={t('catalog.field.opensAt')} hint={t('catalog.hint.opensAt')} />
      <ReasonField name="note" label={t('catalog.field.note')} isOptional />
    </>
  )
}

function StockFields() {
  return (
    <>
      <div className="rg-field-row">
        <TextField name="brand" label={t('catalog.field.brand')} isOptional maxLength={100} />
        <SelectField
          name="belowZero"
          label={t('catalog.field.belowZero')}
          isOptional
          placeholder={t('catalog.belowZero.store')}
          options={(['yes', 'no'] as const).map((value) => ({ value, label: t(`catalog.belowZero.${value}`) }))}
        />
        <TextField
          name="scaleNumber"
          label={t('catalog.field.scaleNumber')}
          isOptional
          maxLength={9}
          hint={t('catalog.hint.scale')}
        />
      </div>
      <div className="rg-field-row">
        <SwitchField name="tracksStock" label={t('catalog.field.tracksStock')} />
        <SwitchField name="isWeighed" label={t('catalog.field.isWeighed')} />
      </div>
    </>
  )
}

/** Several codes on one article: the old package and the new. A scanner's Enter ends each. */
function BarcodesField() {
  useFormField('barcodes')
  return (
    <Form.Item name="barcodes" label={t('catalog.field.barcodes')} extra={t('catalog.hint.barcodes')}>
      <Select mode="tags" open={false} suffixIcon={null} maxCount={20} tokenSeparators={[' ', ',', '，', '、']} />
    </Form.Item>
  )
}

/** VAT as people write it, per cent; kept in basis points. */
function TaxField() {
  useFormField('taxRateBps')
  return (
    <Form.Item
      name="taxRateBps"
      label={t('catalog.field.tax')}
      extra={t('catalog.hint.tax')}
      getValueProps={(bps?: number) => ({ value: bps === undefined ? undefined : bps / 100 })}
      normalize={(percent: number | null) => (percent === null ? undefined : Math.round(percent * 100))}
    >
      <InputNumber<number> min={0} max={100} precision={2} suffix="%" className="rg-item-number" />
    </Form.Item>
  )
}
