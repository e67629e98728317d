import { DeleteOutlined, MinusOutlined, PlusOutlined, ShoppingOutlined } from '@ant-design/icons'
import { Button, Popover } from 'antd'
import { formatMoney, KeyHint, MoneyText } from '@staff/ui'
import { t } from '#app/i18n.ts'
import type { PricedLine } from '#modules/cashier/pricing/pricing-types.ts'
import { refusalSentence } from '#app/refusal-sentence.ts'
import { DiscountEditor } from './discount-editor.tsx'
import { MemberStrip } from './member-strip.tsx'
import { quantityText } from './quantity-text.ts'
import type { TillCatalog } from './till-data.ts'
import { whyThisPrice } from './why-price.ts'
import type { Till } from './use-cart.ts'

type CartPanelProps = { till: Till; catalog: TillCatalog; onPay: () => void; onChooseMember: () => void }

/** The left side: whose sale, what is in it, what it comes to. */
export function CartPanel({ till, catalog, onPay, onChooseMember }: CartPanelProps) {
  const { cart, dispatch, priced, misfit } = till
  return (
    <section className="rg-till-cart" aria-label={t('till.cart')}>
      <MemberStrip
        memberId={cart.memberId}
        onChoose={onChooseMember}
        onDetach={() => dispatch({ type: 'attach', memberId: null })}
      />
      {cart.lines.length === 0 ? (
        <div className="rg-till-empty">
          <ShoppingOutlined />
          <strong>{t('till.emptyCart')}</strong>
          <span>{t('till.emptyCartHint')}</span>
        </div>
      ) : (
        <ol className="rg-till-lines">
          {cart.lines.map((line) => {
            const pricedLine = priced?.lines.find(({ lineId }) => lineId === line.lineId)
            return (
              <CartLineRow
                key={line.lineId}
                lineId={line.lineId}
                name={catalog.items.get(line.productId)?.name ?? t('till.gone')}
                unit={catalog.items.get(line.productId)?.unit ?? ''}
                quantityMilli={pricedLine?.quantityMilli ?? line.quantityMilli ?? 0}
                priced={pricedLine}
                till={till}
              />
            )
          })}
        </ol>
      )}
      {misfit && (
        <p className="rg-refusal rg-till-misfit" role="alert">
          {refusalSentence(misfit.code, misfit.details)}
        </p>
      )}
      <footer className="rg-till-sum">
        {priced && priced.discountCents !== 0 && (
          <>
            <Row label={t('till.gross')} value={formatMoney(priced.grossCents)} />
            <Row label={t('till.discount')} value={formatMoney(-priced.discountCents)} good />
          </>
        )}
        <div className="rg-till-tools">
          <Popover
            trigger="click"
            destroyOnHidden
            content={
              <DiscountEditor
                value={cart.orderDiscount}
                onChange={(discount) => dispatch({ type: 'setOrderDiscount', discount })}
              />
            }
          >
            <Button size="small" disabled={!priced}>
              {t('till.orderDiscount')}
            </Button>
          </Popover>
          <Button size="small" disabled={cart.lines.length === 0} onClick={() => dispatch({ type: 'startNew' })}>
            {t('till.clear')}
          </Button>
        </div>
        <button type="button" className="rg-till-pay" disabled={!priced} onClick={onPay}>
          <span>
            {t('till.pay')} <KeyHint keys={['F9']} />
          </span>
          <strong>{formatMoney(priced?.netCents ?? 0)}</strong>
        </button>
      </footer>
    </section>
  )
}

function Row({ label, value, good = false }: { label: string; value: string; good?: boolean }) {
  return (
    <div className="rg-till-row">
      <span>{label}</span>
      <span className={good ? 'rg-good' : ''}>{value}</span>
    </div>
  )
}

type LineProps = {
  lineId: string
  name: string
  unit: string
  quantityMilli: number
  priced: PricedLine | undefined
  till: Till
}

function CartLineRow({ lineId, name, unit, quantityMilli, priced, till: { cart, dispatch } }: LineProps) {
  const step = (milli: number) => dispatch({ type: 'setQuantity', lineId, quantityMilli: quantityMilli + milli })
  const discount = cart.lines.find((line) => line.lineId === lineId)?.discount ?? null
  return (
    <li className="rg-till-line-row">
      <div className="rg-till-line-head">
        <Popover
          trigger="click"
          destroyOnHidden
          title={name}
          content={
            <div className="rg-till-why">
              {priced && (
                <ul>
                  {whyThisPrice(priced).map((sentence) => (
                    <li key={sentence.text}>
                      <span>{sentence.text}</span>
                      <MoneyText cents={sentence.cents} signed={sentence.isChange} />
                    </li>
                  ))}
                </ul>
              )}
              <DiscountEditor
                value={discount}
                onChange={(next) => dispatch({ type: 'setLineDiscount', lineId, discount: next })}
              />
            </div>
          }
        >
          <button type="button" className="rg-till-line-name">
            {name}
            {priced && priced.discountCents > 0 && (
              <em>{t('till.saved', { amount: formatMoney(priced.discountCents) })}</em>
            )}
          </button>
        </Popover>
        <span className="rg-money rg-strong">{priced ? formatMoney(priced.netCents) : '–'}</span>
      </div>
      <div className="rg-till-line-foot">
        <span className="rg-faint">
          {priced ? formatMoney(priced.unitPriceCents) : ''}/{unit}
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
      </div>
    </li>
  )
}
