import { Button, Input, Segmented } from 'antd'
import { useRef, useState } from 'react'
import { formatMoney, ModalDialog } from '@staff/ui'
import { t } from '#app/i18n.ts'
import type { PricedLine } from '#modules/cashier/pricing/pricing-types.ts'
import type { TillLine } from './cart-state.ts'
import { DiscountFields } from './discount-fields.tsx'
import { discountOf, draftOf } from './discount-rules.ts'
import { NumberPad } from './number-pad.tsx'
import { parseQuantity, quantityText } from './quantity-text.ts'
import { SalespersonSelect } from './salesperson-select.tsx'
import type { TillItem } from './till-data.ts'
import { useEnterSubmits } from './till-keys.ts'
import type { Till } from './use-cart.ts'
import { priceSentence, whyThisPrice } from './why-price.ts'

export type LineTab = 'quantity' | 'discount' | 'details'

type LineDialogProps = {
  line: TillLine | null
  item: TillItem | undefined
  priced: PricedLine | undefined
  cartSalespersonId: string | null
  dispatch: Till['dispatch']
  onClose: () => void
  /** A discount was given or changed: whether the cashier may is asked next. */
  onDiscounted: () => void
}

/** One line of the cart: how many or how heavy, what it costs and why, a discount, who sold it, a word about it. */
export function LineDialog({ line, item, ...rest }: LineDialogProps) {
  return (
    <ModalDialog
      open={line !== null}
      onCancel={rest.onClose}
      footer={null}
      width={720}
      style={{ top: 40 }}
      title={item?.name ?? t('till.gone')}
      destroyOnHidden
    >
      {line && <LineForm key={line.lineId} line={line} item={item} {...rest} />}
    </ModalDialog>
  )
}

type LineFormProps = Omit<LineDialogProps, 'line'> & { line: TillLine }

function LineForm({ line, item, priced, cartSalespersonId, dispatch, onClose, onDiscounted }: LineFormProps) {
  const isWeighed = item?.isWeighed ?? false
  const before = quantityText(priced?.quantityMilli ?? line.quantityMilli ?? 1000)
  const [tab, setTab] = useState<LineTab>('quantity')
  const [quantity, setQuantity] = useState('')
  const [discount, setDiscount] = useState(() => draftOf(line.discount ?? null))
  const [note, setNote] = useState(line.note ?? '')
  const [salespersonId, setSalespersonId] = useState(line.salespersonId ?? null)
  const quantityMilli = quantity === '' ? undefined : parseQuantity(quantity, isWeighed)
  const nextDiscount = discountOf(discount)
  const isReadable = quantityMilli !== null && nextDiscount !== 'unreadable'

  const apply = () => {
    if (!isReadable) return
    dispatch({
      type: 'setLine',
      lineId: line.lineId,
      details: {
        ...(quantityMilli !== undefined ? { quantityMilli } : {}),
        discount: nextDiscount,
        salespersonId,
        note: note.trim(),
      },
    })
    onClose()
    if (nextDiscount && JSON.stringify(nextDiscount) !== JSON.stringify(line.discount)) onDiscounted()
  }
  const form = useRef<HTMLFormElement>(null)
  useEnterSubmits(form)
  return (
    <form
      ref={form}
      className="rg-till-sheet"
      onSubmit={(event) => {
        event.preventDefault()
        apply()
      }}
    >
      <Segmented<LineTab>
        block
        size="large"
        aria-label={t('till.line.what')}
        value={tab}
        onChange={setTab}
        options={(['quantity', 'discount', 'details'] as const).map((value) => ({
          value,
          label: t(value === 'quantity' && isWeighed ? 'till.line.weight' : `till.line.${value}`),
        }))}
      />
      <div className="rg-till-sheet-columns">
        <div className="rg-till-sheet-main">
          {tab === 'quantity' && (
            <Input
              autoFocus
              size="large"
              autoComplete="off"
              inputMode="decimal"
              className="rg-figure-input rg-till-figure"
              aria-label={t('till.quantity', { name: item?.name ?? '' })}
              placeholder={before}
              suffix={item?.unit}
              status={quantityMilli === null ? 'error' : ''}
              value={quantity}
              onChange={(event) => setQuantity(event.target.value)}
            />
          )}
          {tab === 'discount' && <DiscountFields draft={discount} onChange={setDiscount} autoFocus />}
          {tab === 'details' && (
            <>
              <SalespersonSelect
                value={salespersonId}
                onChange={setSalespersonId}
                placeholder={t(cartSalespersonId ? 'till.line.sameSalesperson' : 'till.salesperson')}
              />
              <Input.TextArea
                rows={3}
                maxLength={100}
                aria-label={t('till.line.note')}
                placeholder={t('till.line.note')}
                value={note}
                onChange={(event) => setNote(event.target.value)}
              />
            </>
          )}
          {priced && <WhyPrice line={priced} />}
        </div>
        {tab !== 'details' && (
          <NumberPad
            label={t('till.pad.label')}
            hasPoint={tab === 'discount' || isWeighed}
            value={tab === 'quantity' ? quantity : discount.typed}
            onChange={(text) => (tab === 'quantity' ? setQuantity(text) : setDiscount({ ...discount, typed: text }))}
          />
        )}
      </div>
      <div className="rg-till-sheet-buttons">
        <Button
          danger
          size="large"
          onClick={() => {
            dispatch({ type: 'remove', lineId: line.lineId })
            onClose()
          }}
        >
          {t('till.line.remove')}
        </Button>
        <Button type="primary" size="large" htmlType="submit" disabled={!isReadable}>
          {t('till.line.apply')}
        </Button>
      </div>
    </form>
  )
}

/** Why a line costs what it costs: the steps with their amounts, and the same as a sentence to read out. */
export function WhyPrice({ line }: { line: PricedLine }) {
  return (
    <section className="rg-till-why" aria-label={t('till.why.title')}>
      <ul>
        {whyThisPrice(line).map(({ text, cents, isChange }, index) => (
          <li key={index}>
            <span>{text}</span>
            <span className={isChange && cents < 0 ? 'rg-money rg-good' : 'rg-money'}>{formatMoney(cents)}</span>
          </li>
        ))}
        <li className="rg-till-why-net">
          <span>{t('till.why.net')}</span>
          <strong className="rg-money">{formatMoney(line.netCents)}</strong>
        </li>
      </ul>
      <p>{priceSentence(line)}</p>
    </section>
  )
}
