import { DeleteOutlined, MinusOutlined, PlusOutlined } from '@ant-design/icons'
import { memo, useEffect, useRef } from 'react'
import { formatMoney } from '@staff/ui'
import { t } from '#app/i18n.ts'
import type { PricedLine } from '#modules/cashier/pricing/pricing-types.ts'
import type { TillLine } from './cart-state.ts'
import { quantityText } from './quantity-text.ts'
import type { Till } from './use-cart.ts'

type CartLineProps = {
  line: TillLine
  name: string
  unit: string
  priced: PricedLine | undefined
  sellerName: string | null
  isSelected: boolean
  dispatch: Till['dispatch']
  onOpen: (lineId: string) => void
}

/**
 * One line of the cart. A tap changes one line: all others show the same figures and stay as they are drawn, however long the
 * cart is. Pricing makes new objects for every line, so the figures are compared, not the objects.
 */
export const CartLineRow = memo(CartLineView, (before, after) => {
  const { priced: was, ...same } = before
  const { priced: is, ...next } = after
  const keys = Object.keys(same) as (keyof typeof same)[]
  return keys.every((key) => same[key] === next[key]) && showsSame(was, is)
})

function showsSame(was: PricedLine | undefined, is: PricedLine | undefined): boolean {
  return (
    was === is ||
    (was !== undefined &&
      is !== undefined &&
      was.netCents === is.netCents &&
      was.grossCents === is.grossCents &&
      was.unitPriceCents === is.unitPriceCents &&
      was.quantityMilli === is.quantityMilli)
  )
}

function CartLineView(props: CartLineProps) {
  const { line, name, unit, priced, sellerName, isSelected, dispatch, onOpen } = props
  const { lineId } = line
  const row = useRef<HTMLLIElement>(null)
  useEffect(() => {
    if (isSelected) row.current?.scrollIntoView({ block: 'nearest' })
    // The sums below may have grown over it: what was given off the whole sale changes every line's net.
  }, [isSelected, priced?.quantityMilli, priced?.netCents])
  const quantityMilli = priced?.quantityMilli ?? line.quantityMilli ?? 0
  const step = (milli: number) => dispatch({ type: 'setQuantity', lineId, quantityMilli: quantityMilli + milli })
  const isCheaper = priced !== undefined && priced.netCents !== priced.grossCents
  return (
    <li ref={row} className={isSelected ? 'rg-till-line-row rg-till-line-chosen' : 'rg-till-line-row'}>
      <button
        type="button"
        className="rg-till-line-name"
        aria-label={t('till.line.open', { name })}
        aria-current={isSelected}
        onClick={() => onOpen(lineId)}
      >
        <span className="rg-till-line-title">{name}</span>
        <span className="rg-till-line-facts">
          {priced ? `${formatMoney(priced.unitPriceCents)}/${unit}` : ''}
          {isCheaper && <em>{t('till.saved', { amount: formatMoney(priced.grossCents - priced.netCents) })}</em>}
          {sellerName && <i>{sellerName}</i>}
          {line.note && <i>{line.note}</i>}
        </span>
      </button>
      <span className="rg-till-line-net">
        {isCheaper && <del>{formatMoney(priced.grossCents)}</del>}
        <strong className="rg-money">{priced ? formatMoney(priced.netCents) : '–'}</strong>
      </span>
      <span className="rg-till-stepper">
        <button type="button" aria-label={t('till.less', { name })} onClick={() => step(-1000)}>
          {quantityMilli <= 1000 ? <DeleteOutlined /> : <MinusOutlined />}
        </button>
        <output aria-label={t('till.quantity', { name })}>{quantityText(quantityMilli)}</output>
        <button type="button" aria-label={t('till.more', { name })} onClick={() => step(1000)}>
          <PlusOutlined />
        </button>
      </span>
    </li>
  )
}
