import { ScanOutlined } from '@ant-design/icons'
import { Input } from 'antd'
import { useState } from 'react'
import { parseBarcode, type ParsedBarcode } from '#modules/catalog/barcode-rules.ts'
import { isRefusal } from '#shared/refusal.ts'
import { formatMoney, Section } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { refusalSentence } from '#app/refusal-sentence.ts'
import type { BarcodeFormat } from './format-presets.ts'

/** Scan a label here and see what the till will make of it, before anything is sold by it. */
export function BarcodeTrial({ formats }: { formats: readonly BarcodeFormat[] }) {
  const [code, setCode] = useState('')
  return (
    <Section title={t('catalog.scales.trial.title')}>
      <div className="rg-format-trial">
        <Input
          allowClear
          prefix={<ScanOutlined />}
          value={code}
          maxLength={64}
          placeholder={t('catalog.scales.trial.scan')}
          aria-label={t('catalog.scales.trial.scan')}
          onChange={(event) => setCode(event.target.value)}
        />
        <span role="status">{code.trim() === '' ? t('catalog.scales.trial.hint') : meaningOf(code, formats)}</span>
      </div>
    </Section>
  )
}

function meaningOf(code: string, formats: readonly BarcodeFormat[]): string {
  const parsed = parseBarcode(code, formats)
  if (isRefusal(parsed)) return refusalSentence(parsed.code, parsed.details)
  return inWords(parsed)
}

function inWords(parsed: ParsedBarcode): string {
  switch (parsed.kind) {
    case 'product':
      return t(parsed.isCheckDigitRight === false ? 'catalog.scales.trial.misread' : 'catalog.scales.trial.product', {
        code: parsed.code,
      })
    case 'scale':
      return [
        t('catalog.scales.trial.item', { code: parsed.itemCode }),
        parsed.quantityMilli !== null && t('catalog.scales.trial.weight', { weight: parsed.quantityMilli / 1000 }),
        parsed.amountCents !== null && t('catalog.scales.trial.amount', { amount: formatMoney(parsed.amountCents) }),
      ]
        .filter(Boolean)
        .join(t('catalog.scales.trial.comma'))
    case 'member':
      return t('catalog.scales.trial.member', { code: parsed.code })
    case 'staff':
      return t('catalog.scales.trial.staff', { code: parsed.code })
    case 'discount':
      return t('catalog.scales.trial.discount', { percent: parsed.offBps / 100 })
  }
}
