import { CheckCircleFilled } from '@ant-design/icons'
import { Button, Input } from 'antd'
import { useEffect, useMemo, useRef, useState } from 'react'
import { api, useCommand } from '@staff/api'
import { EmptyState, formatMoney, RefusalText } from '@staff/ui'
import { type CouponPick, pickCoupons } from '#modules/cashier/pricing/pick-coupons-rules.ts'
import type { AppliedCoupon, Cart, PricingFacts } from '#modules/cashier/pricing/pricing-types.ts'
import type { Coupon } from '#modules/coupons/coupon-types.ts'
import { isRefusal } from '#shared/refusal.ts'
import { t } from '#app/i18n.ts'
import { refusalSentence } from '#app/refusal-sentence.ts'
import { CouponFace } from './coupon-face.tsx'
import { lastDayWords } from './coupon-words.ts'

type CouponPickerProps = {
  cart: Cart
  /** The facts of this cart, with every coupon that the member has or has shown in `coupons`. */
  facts: PricingFacts
  chosenIds: readonly string[]
  onChoose: (couponIds: string[]) => void
  /** A code was shown: the coupon it stands for joins `facts.coupons`. */
  onOpened: (couponId: string) => void
}

/**
 * The coupons for a cart, the best one chosen before anybody asks, each with what it takes off or why it does not fit.
 *
 * What a cashier changes holds until the cart has other coupons; the price itself is always the pricing's.
 */
export function CouponPicker({ cart, facts, chosenIds, onChoose, onOpened }: CouponPickerProps) {
  const pick = useMemo(() => {
    const picked = pickCoupons(cart, facts)
    return isRefusal(picked) ? null : picked
  }, [cart, facts])
  usePrePick(pick, facts, onChoose)
  const coupons = new Map(facts.coupons.map((coupon) => [coupon.couponId, coupon]))
  const toggle = (couponId: string) => onChoose(toggled(couponId, chosenIds, coupons))
  return (
    <div className="rg-coupon-card">
      <CodeField memberId={facts.member?.memberId ?? null} storeId={facts.storeId} onOpened={onOpened} />
      {facts.coupons.length === 0 && (
        <EmptyState title={t('coupons.till.none')}>
          {t(facts.member ? 'coupons.till.noneOfMember' : 'coupons.till.noneText')}
        </EmptyState>
      )}
      {pick && pick.couponIds.length > 0 && <WhyThis pick={pick} coupons={coupons} />}
      <ul className="rg-coupons">
        {(pick?.choices ?? []).map((choice) => {
          const coupon = coupons.get(choice.couponId)
          return (
            coupon && (
              <Choice
                key={choice.couponId}
                choice={choice}
                coupon={coupon}
                timeZone={facts.timeZone}
                isChosen={chosenIds.includes(choice.couponId)}
                onToggle={() => toggle(choice.couponId)}
              />
            )
          )
        })}
      </ul>
      {chosenIds.length > 0 && (
        <Button size="large" onClick={() => onChoose([])}>
          {t('coupons.till.useNone')}
        </Button>
      )}
    </div>
  )
}

/** Chooses the best once for each set of coupons; afterwards the choice is the cashier's. */
function usePrePick(pick: CouponPick | null, facts: PricingFacts, onChoose: (couponIds: string[]) => void): void {
  const set = facts.coupons
    .map(({ couponId }) => couponId)
    .sort()
    .join()
  const pickedFor = useRef<string | null>(null)
  useEffect(() => {
    if (!pick || pickedFor.current === set) return
    pickedFor.current = set
    onChoose(pick.couponIds)
  }, [pick, set, onChoose])
}

/** Taking another of the same group puts the one before back. */
function toggled(couponId: string, chosenIds: readonly string[], coupons: ReadonlyMap<string, Coupon>): string[] {
  if (chosenIds.includes(couponId)) return chosenIds.filter((id) => id !== couponId)
  const group = coupons.get(couponId)?.stacking.group ?? null
  const beside = chosenIds.filter((id) => group === null || coupons.get(id)?.stacking.group !== group)
  return [...beside, couponId]
}

type ChoiceProps = {
  choice: AppliedCoupon
  coupon: Coupon
  timeZone: string
  isChosen: boolean
  onToggle: () => void
}

function Choice({ choice, coupon, timeZone, isChosen, onToggle }: ChoiceProps) {
  const { misfit, offCents } = choice
  return (
    <li>
      <button
        type="button"
        className="rg-coupon-pick"
        aria-pressed={isChosen}
        disabled={misfit !== null && !isChosen}
        onClick={onToggle}
      >
        <CouponFace
          name={coupon.name}
          terms={coupon}
          when={lastDayWords(coupon.endsAt, timeZone)}
          isDim={misfit !== null}
        >
          {misfit ? (
            <span className="rg-coupon-reason">{reasonOf(misfit)}</span>
          ) : (
            <span className="rg-coupon-best">
              {isChosen && <CheckCircleFilled />} {t('coupons.till.off', { amount: formatMoney(offCents) })}
            </span>
          )}
        </CouponFace>
      </button>
    </li>
  )
}

/** What is missing is more use than that something is. */
function reasonOf({ code, details }: NonNullable<AppliedCoupon['misfit']>): string {
  const { missingCents } = details
  return typeof missingCents === 'number'
    ? t('coupons.till.missing', { amount: formatMoney(missingCents) })
    : refusalSentence(code, details)
}

function WhyThis({ pick, coupons }: { pick: CouponPick; coupons: ReadonlyMap<string, Coupon> }) {
  const runnerUp = pick.runnerUp && coupons.get(pick.runnerUp.couponId)
  const amount = formatMoney(pick.offCents)
  return (
    <p className="rg-faint" aria-live="polite">
      {pick.reason === 'most_off' && runnerUp
        ? t('coupons.till.mostOff', {
            amount,
            more: formatMoney(pick.offCents - pick.runnerUp!.offCents),
            name: runnerUp.name,
          })
        : pick.reason === 'expires_sooner'
          ? t('coupons.till.sooner', { amount })
          : pick.reason === 'as_good'
            ? t('coupons.till.asGood', { amount })
            : t('coupons.till.only', { amount })}
    </p>
  )
}

type CodeFieldProps = { memberId: string | null; storeId: string; onOpened: (couponId: string) => void }

function CodeField({ memberId, storeId, onOpened }: CodeFieldProps) {
  const [code, setCode] = useState('')
  const open = useCommand(api.couponCodeOpen, {
    changes: [api.usableCouponList],
    onSuccess: ({ couponId }) => {
      setCode('')
      onOpened(couponId)
    },
  })
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (code.trim() !== '') open.mutate({ code: code.trim(), memberId, storeId })
      }}
    >
      <div className="rg-coupon-code">
        <Input
          size="large"
          value={code}
          maxLength={40}
          autoComplete="off"
          aria-label={t('coupons.till.code')}
          placeholder={t('coupons.till.code')}
          onChange={(event) => setCode(event.target.value)}
        />
        <Button size="large" htmlType="submit" loading={open.isPending} disabled={code.trim() === ''}>
          {t('coupons.till.open')}
        </Button>
      </div>
      <RefusalText error={open.error} />
    </form>
  )
}
