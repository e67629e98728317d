import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { useSuspenseQuery } from '@tanstack/react-query'
import { Button, Input, Select } from 'antd'
import { useState } from 'react'
import { checkFormats } from '#modules/catalog/barcode-rules.ts'
import { api, query, useCommand } from '@staff/api'
import { Page, RefusalText, Section, SubmitButton, useNotice } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { refusalSentence } from '#app/refusal-sentence.ts'
import { useStore } from '#app/session.ts'
import { BarcodeTrial } from './barcode-trial.tsx'
import { CatalogTabs } from './catalog-tabs.tsx'
import './catalog.css'
import { formatPresets, type BarcodeFormat } from './format-presets.ts'

const mostFormats = 30

/** How this store's scales print their labels: weight and amount look alike, so somebody must say. */
export function BarcodeFormatsPage() {
  const store = useStore()
  const { formats } = useSuspenseQuery(query(api.barcodeFormatList, { storeId: store.id })).data
  return (
    <Page title={t('catalog.scales.title')}>
      <CatalogTabs />
      <Formats
        key={`${store.id} ${JSON.stringify(formats)}`}
        storeId={store.id}
        storeName={store.name}
        kept={formats}
      />
    </Page>
  )
}

type FormatsProps = { storeId: string; storeName: string; kept: readonly BarcodeFormat[] }

function Formats({ storeId, storeName, kept }: FormatsProps) {
  const notice = useNotice()
  const [formats, setFormats] = useState<readonly BarcodeFormat[]>(kept)
  const save = useCommand(api.barcodeFormatsSet, { onSuccess: () => notice.done(t('catalog.scales.saved')) })
  const change = (place: number, part: Partial<BarcodeFormat>) =>
    setFormats(formats.map((format, at) => (at === place ? { ...format, ...part } : format)))
  const refusal = checkFormats(formats)
  const isNamed = formats.every(({ name }) => name.trim() !== '')
  const isChanged = JSON.stringify(formats) !== JSON.stringify(kept)
  return (
    <>
      <Section title={t('catalog.scales.of', { store: storeName })}>
        <p className="rg-item-kind-text">{t('catalog.scales.text')}</p>
        {formats.length > 0 && (
          <ul className="rg-formats" aria-label={t('catalog.scales.title')}>
            {formats.map((format, place) => (
              <FormatRow
                key={place}
                format={format}
                onChange={(part) => change(place, part)}
                onRemove={() => setFormats(formats.filter((_, at) => at !== place))}
              />
            ))}
          </ul>
        )}
        {formats.length < mostFormats && (
          <div className="rg-format-add">
            {formatPresets.map(({ label, ...format }) => (
              <Button
                key={label}
                icon={<PlusOutlined />}
                onClick={() => setFormats([...formats, { ...format, name: t(label) }])}
              >
                {t(label)}
              </Button>
            ))}
          </div>
        )}
        <p className="rg-format-legend">{t('catalog.scales.legend')}</p>
        {isChanged && (
          <div className="rg-listed-foot">
            <SubmitButton
              disabled={refusal !== undefined || !isNamed}
              isBusy={save.isPending}
              onClick={() => save.mutate({ storeId, formats: [...formats] })}
            >
              {t('catalog.scales.save')}
            </SubmitButton>
            {refusal && <span className="rg-refusal">{refusalSentence(refusal.code, refusal.details)}</span>}
            <RefusalText error={save.error} />
          </div>
        )}
      </Section>
      <BarcodeTrial formats={refusal ? kept : formats} />
    </>
  )
}

type FormatRowProps = {
  format: BarcodeFormat
  onChange: (part: Partial<BarcodeFormat>) => void
  onRemove: () => void
}

function FormatRow({ format: { name, pattern, weightDecimals, amountDecimals }, onChange, onRemove }: FormatRowProps) {
  return (
    <li>
      <Input
        value={name}
        maxLength={50}
        aria-label={t('catalog.scales.field.name')}
        onChange={(event) => onChange({ name: event.target.value })}
      />
      <Input
        className="rg-format-pattern"
        value={pattern}
        maxLength={32}
        aria-label={t('catalog.scales.field.pattern')}
        onChange={(event) => onChange({ pattern: event.target.value.toUpperCase().replaceAll(/[^0-9IWADMSXC]/g, '') })}
      />
      <Select
        value={weightDecimals}
        disabled={!pattern.includes('W')}
        aria-label={t('catalog.scales.field.weight')}
        options={[3, 2, 1, 0].map((value) => ({ value, label: t('catalog.scales.weight', { count: value }) }))}
        onChange={(next: number) => onChange({ weightDecimals: next })}
      />
      <Select
        value={amountDecimals}
        disabled={!pattern.includes('A')}
        aria-label={t('catalog.scales.field.amount')}
        options={([2, 1, 0] as const).map((value) => ({ value, label: t(`catalog.scales.amount.${value}`) }))}
        onChange={(next: number) => onChange({ amountDecimals: next })}
      />
      <Button
        type="text"
        icon={<DeleteOutlined />}
        aria-label={t('catalog.scales.remove', { name })}
        onClick={onRemove}
      />
    </li>
  )
}
