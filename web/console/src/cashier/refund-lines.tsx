import { MinusOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Checkbox, InputNumber, Segmented } from 'antd'
import { formatMoney } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { quantityText } from '#console/till/quantity-text.ts'
import {
  hasShelf,
  leftMilli,
  wholeRest,
  withDisposition,
  withQuantity,
  type Disposition,
  type RefundDraft,
} from './refund-draft-rules.ts'
import type { Sale } from './sale-page.tsx'

type SaleLine = Sale['lines'][number]
type RefundLinesProps = {
  lines: readonly SaleLine[]
  draft: RefundDraft
  onChange: (draft: RefundDraft) => void
}

/** Which lines come back, how many of each, and where the goods go. */
export function RefundLines({ lines, draft, onChange }: RefundLinesProps) {
  const isAll = lines.every((line) => (draft.get(line.lineId)?.quantityMilli ?? 0) === leftMilli(line))
  return (
    <section className="rg-refund-choice rg-begin" aria-labelledby="refund-choice">
      <div className="rg-refund-head">
        <h3 id="refund-choice">{t('cashier.refund.choose')}</h3>
        <Button onClick={() => onChange(isAll ? new Map() : wholeRest(draft, lines))}>
          {t(isAll ? 'cashier.refund.nothing' : 'cashier.refund.all')}
        </Button>
      </div>
      <ul>
        {lines.map((line) => (
          <RefundLine key={line.lineId} line={line} draft={draft} onChange={onChange} />
        ))}
      </ul>
    </section>
  )
}

type RefundLineProps = Omit<RefundLinesProps, 'lines'> & { line: SaleLine }

function RefundLine({ line, draft, onChange }: RefundLineProps) {
  const { lineId, name, unitPriceCents } = line
  const left = leftMilli(line)
  const part = draft.get(lineId)
  const set = (milli: number) => onChange(withQuantity(draft, line, milli))
  return (
    <li className={part ? 'rg-refund-line rg-refund-line-taken' : 'rg-refund-line'}>
      <Checkbox
        checked={part !== undefined}
        disabled={left === 0}
        aria-label={t('cashier.refund.take', { name })}
        onChange={(event) => set(event.target.checked ? left : 0)}
      >
        <span className="rg-refund-name">
          <strong>{name}</strong>
          <small>
            {formatMoney(unitPriceCents)} ·{' '}
            {left === 0 ? t('cashier.refund.done') : t('cashier.refund.left', { quantity: quantityText(left) })}
          </small>
        </span>
      </Checkbox>
      {part && <Quantity line={line} milli={part.quantityMilli} onSet={set} />}
      {part && hasShelf(line) && (
        <Segmented
          className="rg-refund-where"
          aria-label={t('cashier.refund.whereTo', { name })}
          value={part.disposition}
          onChange={(disposition: Disposition) => onChange(withDisposition(draft, lineId, disposition))}
          options={(['sellable', 'damaged'] satisfies Disposition[]).map((value) => ({
            value,
            label: t(`cashier.disposition.${value}`),
          }))}
        />
      )}
    </li>
  )
}

/** Whole units by the buttons, weighed goods by their weight. */
function Quantity({ line, milli, onSet }: { line: SaleLine; milli: number; onSet: (milli: number) => void }) {
  const { name, isWeighed } = line
  const left = leftMilli(line)
  if (isWeighed) {
    return (
      <InputNumber<number>
        className="rg-refund-weight"
        value={milli / 1000}
        min={0.001}
        max={left / 1000}
        step={0.1}
        precision={3}
        aria-label={t('cashier.refund.quantity', { name })}
        onChange={(value) => value !== null && onSet(Math.round(value * 1000))}
      />
    )
  }
  return (
    <span className="rg-stepper">
      <button
        type="button"
        aria-label={t('cashier.refund.less', { name })}
        disabled={milli <= 1000}
        onClick={() => onSet(milli - 1000)}
      >
        <MinusOutlined />
      </button>
      <output aria-label={t('cashier.refund.quantity', { name })}>{quantityText(milli)}</output>
      <button
        type="button"
        aria-label={t('cashier.refund.more', { name })}
        disabled={milli >= left}
        onClick={() => onSet(milli + 1000)}
      >
        <PlusOutlined />
      </button>
    </span>
  )
}
