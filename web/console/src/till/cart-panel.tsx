import {
  DeleteOutlined,
  EditOutlined,
  GiftOutlined,
  InboxOutlined,
  PercentageOutlined,
  RollbackOutlined,
  SafetyCertificateOutlined,
  ShoppingOutlined,
  StarOutlined,
} from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Badge } from 'antd'
import { memo, type ReactNode } from 'react'
import { api, query } from '@staff/api'
import { formatMoney, KeyHint } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { refusalSentence } from '#app/refusal-sentence.ts'
import type { Reduction } from '#modules/cashier/pricing/pricing-types.ts'
import { CartLineRow } from './cart-line.tsx'
import { differenceText, ExchangeStrip } from './exchange-strip.tsx'
import { MemberStrip } from './member-strip.tsx'
import { parkedQuery } from './parked-dialog.tsx'
import type { TillCatalog } from './till-data.ts'
import type { Till } from './use-cart.ts'

/** What the row of tools does. Always the same object: a tap in the cart does not draw the tools anew. */
export type CartActions = {
  onDiscount: () => void
  onHold: () => void
  onCoupons: () => void
  onRewards: () => void
  onReturn: () => void
  onDetails: () => void
  onClear: () => void
}

type CartPanelProps = {
  till: Till
  storeId: string
  catalog: TillCatalog
  selectedId: string | null
  /** A discount given by hand still waits for a manager. */
  needsApproval: boolean
  onOpenLine: (lineId: string) => void
  onChooseMember: () => void
  onRenew: (planId: string, passId: string) => void
  tools: CartActions
  onApprove: () => void
  onPay: () => void
}

/** The left side: whose sale, what is in it, what it comes to. */
export function CartPanel(props: CartPanelProps) {
  const { till, catalog, selectedId, needsApproval } = props
  const { cart, dispatch, priced, misfit } = till
  const sellers = useSellerNames(cart.lines.some(({ salespersonId }) => salespersonId) || cart.salespersonId !== null)
  const { exchange } = cart
  const dueCents = priced ? priced.netCents - (exchange?.paidCents ?? 0) : 0
  const pricedLines = new Map(priced?.lines.map((line) => [line.lineId, line]))
  return (
    <section className="rg-till-cart" aria-label={t('till.cart')}>
      <MemberStrip
        memberId={cart.memberId}
        onChoose={props.onChooseMember}
        onRenew={props.onRenew}
        onDetach={() => dispatch({ type: 'attach', memberId: null })}
      />
      {exchange && <ExchangeStrip held={exchange} onDrop={() => dispatch({ type: 'dropReturn' })} />}
      {cart.lines.length === 0 ? (
        <div className="rg-till-empty">
          <ShoppingOutlined />
          <strong>{t('till.emptyCart')}</strong>
          <span>{t('till.emptyCartHint')}</span>
        </div>
      ) : (
        <ol className="rg-till-lines">
          {cart.lines.map((line) => {
            const item = catalog.items.get(line.productId)
            return (
              <CartLineRow
                key={line.lineId}
                line={line}
                name={item?.name ?? t('till.gone')}
                unit={item?.unit ?? ''}
                priced={pricedLines.get(line.lineId)}
                sellerName={(line.salespersonId && sellers.get(line.salespersonId)) || null}
                isSelected={line.lineId === selectedId}
                dispatch={dispatch}
                onOpen={props.onOpenLine}
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
      {priced?.coupons.map(
        ({ couponId, name, misfit: why }) =>
          why && (
            <p key={couponId} className="rg-refusal rg-till-misfit" role="alert">
              {t('till.coupons.misfit', { name, reason: refusalSentence(why.code, why.details) })}
            </p>
          ),
      )}
      <footer className="rg-till-sum">
        {priced && <Reductions grossCents={priced.grossCents} reductions={priced.reductions} />}
        {needsApproval && (
          <button type="button" className="rg-till-approve" onClick={props.onApprove}>
            <SafetyCertificateOutlined />
            {t('till.needsApproval', { amount: formatMoney(priced?.manualDiscountCents ?? 0) })}
          </button>
        )}
        <CartTools
          storeId={props.storeId}
          actions={props.tools}
          sellerName={(cart.salespersonId && sellers.get(cart.salespersonId)) || null}
          coupons={till.facts.coupons.length}
          hasLines={cart.lines.length > 0}
          hasMember={cart.memberId !== null}
          hasNote={cart.note !== ''}
          hasPrice={priced !== null}
          isDiscounted={Boolean(cart.orderDiscount ?? cart.waiver)}
          isCouponUsed={(priced?.coupons.length ?? 0) > 0}
          isPaidInPart={cart.paid.length > 0}
          isExchange={exchange !== null}
        />
        <button type="button" className="rg-till-pay" disabled={!priced} onClick={props.onPay}>
          <span>
            {exchange && priced ? differenceText(dueCents) : t('till.pay')} <KeyHint keys={['F9']} />
          </span>
          <strong>{formatMoney(Math.abs(dueCents))}</strong>
        </button>
      </footer>
    </section>
  )
}

/** From the list price to the sum: one line for each cause. */
function Reductions({ grossCents, reductions }: { grossCents: number; reductions: readonly Reduction[] }) {
  if (reductions.length === 0) return null
  return (
    <dl className="rg-till-reductions">
      <div>
        <dt>{t('till.gross')}</dt>
        <dd>{formatMoney(grossCents)}</dd>
      </div>
      {reductions.map(({ code, id, name, amountCents }) => (
        <div key={`${code}/${id ?? ''}`} className="rg-good">
          <dt>{name ?? t(`till.reduction.${code}`)}</dt>
          <dd>{formatMoney(amountCents)}</dd>
        </div>
      ))}
    </dl>
  )
}

type CartToolsProps = {
  storeId: string
  actions: CartActions
  sellerName: string | null
  coupons: number
  hasLines: boolean
  hasMember: boolean
  hasNote: boolean
  hasPrice: boolean
  isDiscounted: boolean
  isCouponUsed: boolean
  isPaidInPart: boolean
  isExchange: boolean
}

const CartTools = memo(function CartTools(props: CartToolsProps) {
  const { storeId, actions, sellerName, coupons, hasLines, hasPrice, isPaidInPart, isExchange } = props
  const { onDiscount, onHold, onCoupons, onRewards, onDetails, onReturn, onClear } = actions
  const parked = useQuery(parkedQuery(storeId)).data?.items.length ?? 0
  return (
    <div className="rg-till-tools">
      <Tool keys="F3" icon={<PercentageOutlined />} isOn={props.isDiscounted} disabled={!hasPrice} onClick={onDiscount}>
        {t('till.orderDiscount')}
      </Tool>
      <Tool
        keys="F4"
        icon={
          <Badge count={parked} size="small" offset={[6, -4]}>
            <InboxOutlined />
          </Badge>
        }
        disabled={isPaidInPart || isExchange}
        onClick={onHold}
      >
        {t(hasLines ? 'till.parked.hold' : 'till.parked.takeUp')}
      </Tool>
      <Tool
        keys="F5"
        icon={
          <Badge count={coupons} size="small" color="var(--rg-primary)" offset={[6, -4]}>
            <GiftOutlined />
          </Badge>
        }
        isOn={props.isCouponUsed}
        onClick={onCoupons}
      >
        {t('till.coupons.short')}
      </Tool>
      <Tool icon={<StarOutlined />} disabled={isPaidInPart} onClick={onRewards}>
        {t('rewards.till.short')}
      </Tool>
      <Tool keys="F8" icon={<EditOutlined />} isOn={props.hasNote || sellerName !== null} onClick={onDetails}>
        {sellerName ?? t('till.details.short')}
      </Tool>
      <Tool keys="F10" icon={<RollbackOutlined />} disabled={isPaidInPart || isExchange} onClick={onReturn}>
        {t('till.return.short')}
      </Tool>
      <Tool
        icon={<DeleteOutlined />}
        disabled={(!hasLines && !props.hasMember && !isExchange) || isPaidInPart}
        onClick={onClear}
      >
        {t('till.clear')}
      </Tool>
    </div>
  )
})

type ToolProps = {
  children: ReactNode
  icon?: ReactNode
  keys?: string
  isOn?: boolean
  disabled?: boolean
  onClick: () => void
}

function Tool({ children, icon, keys, isOn = false, disabled = false, onClick }: ToolProps) {
  return (
    <button type="button" className="rg-till-tool" aria-pressed={isOn} disabled={disabled} onClick={onClick}>
      {icon && <span aria-hidden="true">{icon}</span>}
      <span>{children}</span>
      {keys && <KeyHint keys={[keys]} />}
    </button>
  )
}

/** Names of those who sold something of this cart; asked for only when there is one. */
function useSellerNames(isNeeded: boolean): Map<string, string> {
  const { data } = useQuery({ ...query(api.saleListChoices, {}), staleTime: 10 * 60_000, enabled: isNeeded })
  return new Map(data?.people.map(({ id, name }) => [id, name]))
}
