import { Input } from 'antd'
import { shopTime } from '#console/offline/line-state.ts'
import { useMemo, useState } from 'react'
import { formatInstant, formatMoney, ModalDialog } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { refusalSentence } from '#app/refusal-sentence.ts'
import { priceCart } from '#modules/cashier/pricing/price-sale-rules.ts'
import type { Promotion } from '#modules/promotions/promotion-types.ts'
import { hasOpened } from '#shared/early-hours.ts'
import { isRefusal } from '#shared/refusal.ts'
import { WhyPrice } from './line-dialog.tsx'
import { readScan } from './scan-rules.ts'
import { findItems, pricingFactsOf, type TillCatalog, type TillItem, type TillSettings } from './till-data.ts'
import { useEarlyHours } from './use-early-hours.ts'
import { useMemberTier } from './use-member-tier.ts'

type PriceCheckProps = {
  open: boolean
  catalog: TillCatalog
  settings: TillSettings
  promotions: readonly Promotion[]
  memberId: string | null
  onClose: () => void
}

/** Scan, and see what it costs this customer now, and why. Nothing is added to the cart. */
export function PriceCheck({ open, ...rest }: PriceCheckProps) {
  return (
    <ModalDialog
      open={open}
      onCancel={rest.onClose}
      footer={null}
      width={520}
      title={t('till.check.title')}
      destroyOnHidden
    >
      <Checker {...rest} />
    </ModalDialog>
  )
}

type Asked = { item: TillItem; quantityMilli: number; embeddedCents: number | null }

function Checker({ catalog, settings, promotions, memberId }: Omit<PriceCheckProps, 'open'>) {
  const [typed, setTyped] = useState('')
  const [asked, setAsked] = useState<Asked | null>(null)
  const [unknown, setUnknown] = useState<string | null>(null)
  const found = useMemo(() => (typed.trim() ? findItems(catalog, typed, null, 6) : []), [catalog, typed])
  const ask = (next: Asked | null) => {
    setAsked(next)
    setUnknown(next ? null : typed)
    setTyped('')
  }
  const confirm = () => {
    if (!typed.trim()) return
    const scan = readScan(typed, catalog)
    if (scan.kind === 'item') ask(scan)
    else ask(found.length > 0 ? { item: found[0]!, quantityMilli: 1000, embeddedCents: null } : null)
  }
  return (
    <div className="rg-till-finder">
      <Input
        autoFocus
        size="large"
        autoComplete="off"
        aria-label={t('till.check.scan')}
        placeholder={t('till.check.scan')}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onPressEnter={confirm}
      />
      {unknown !== null && (
        <p className="rg-refusal" role="alert">
          {t('till.nothingFound', { text: unknown })}
        </p>
      )}
      <ul>
        {found.map((item) => (
          <li key={item.id}>
            <button type="button" onClick={() => ask({ item, quantityMilli: 1000, embeddedCents: null })}>
              <strong>{item.name}</strong>
              <span>{item.spec}</span>
            </button>
          </li>
        ))}
      </ul>
      {asked && (
        <Answer asked={asked} catalog={catalog} settings={settings} promotions={promotions} memberId={memberId} />
      )}
    </div>
  )
}

type AnswerProps = Pick<PriceCheckProps, 'catalog' | 'settings' | 'promotions' | 'memberId'> & { asked: Asked }

function Answer({
  asked: { item, quantityMilli, embeddedCents },
  catalog,
  settings,
  promotions,
  memberId,
}: AnswerProps) {
  const [at] = useState(shopTime)
  const line = {
    lineId: item.id,
    productId: item.id,
    ...(embeddedCents ? { embeddedCents } : { quantityMilli }),
  }
  const { tierId } = useMemberTier(memberId)
  const earlyHours = useEarlyHours({ memberId, tierId, at, items: [item], catalog: catalog.items, promotions })
  const wanted = { at, memberId, tierId, earlyHours, promotions, productIds: [item.id] }
  const facts = pricingFactsOf(catalog, settings, wanted)
  const priced = priceCart({ lines: [line] }, facts)
  if (isRefusal(priced)) return <p className="rg-refusal">{refusalSentence(priced.code, priced.details)}</p>
  const answer = priced.lines[0]!
  return (
    <section className="rg-till-checked" aria-live="polite">
      <h3>
        {item.name} <small>{item.spec}</small>
      </h3>
      <p className="rg-till-checked-price">
        {formatMoney(answer.unitPriceCents)}
        <small>/{item.unit}</small>
      </p>
      <p className="rg-faint">{t(memberId ? 'till.check.forMember' : 'till.check.forAll')}</p>
      {item.opensAt && !hasOpened(item.opensAt, at, earlyHours) && (
        <p className="rg-refusal">{t('till.opensAt', { at: formatInstant(item.opensAt) })}</p>
      )}
      <WhyPrice line={answer} />
    </section>
  )
}
