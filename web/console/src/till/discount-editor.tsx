import { Button, InputNumber, Segmented } from 'antd'
import { useState } from 'react'
import { MoneyInput } from '@staff/ui'
import { t } from '#app/i18n.ts'
import type { Discount } from '#modules/cashier/pricing/pricing-types.ts'

type DiscountEditorProps = { value: Discount | null; onChange: (discount: Discount | null) => void }

/** A discount by hand: an amount off, or per cent off. Whether the cashier may give it is the server's word at the end. */
export function DiscountEditor({ value, onChange }: DiscountEditorProps) {
  const [kind, setKind] = useState<Discount['kind']>(value?.kind ?? 'rate')
  const [amountCents, setAmountCents] = useState(value?.kind === 'amount' ? value.amountCents : null)
  const [percent, setPercent] = useState<number | null>(value?.kind === 'rate' ? value.offBps / 100 : null)
  const next: Discount | null =
    kind === 'amount'
      ? amountCents
        ? { kind, amountCents }
        : null
      : percent
        ? { kind, offBps: Math.round(percent * 100) }
        : null
  return (
    <form
      className="rg-till-discount"
      onSubmit={(event) => {
        event.preventDefault()
        onChange(next)
      }}
    >
      <Segmented
        block
        value={kind}
        onChange={setKind}
        options={[
          { value: 'rate', label: t('till.percentOff') },
          { value: 'amount', label: t('till.amountOff') },
        ]}
      />
      {kind === 'amount' ? (
        <MoneyInput value={amountCents} onChange={setAmountCents} label={t('till.amountOff')} autoFocus />
      ) : (
        <InputNumber<number>
          value={percent}
          onChange={setPercent}
          min={0.01}
          max={100}
          precision={2}
          suffix="%"
          aria-label={t('till.percentOff')}
          autoFocus
          className="rg-till-percent"
        />
      )}
      <div className="rg-till-discount-buttons">
        {value && (
          <Button htmlType="button" onClick={() => onChange(null)}>
            {t('till.noDiscount')}
          </Button>
        )}
        <Button type="primary" htmlType="submit" disabled={!next}>
          {t('till.applyDiscount')}
        </Button>
      </div>
    </form>
  )
}
