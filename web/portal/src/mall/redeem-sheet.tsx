import { useState } from 'react'
import { useNavigate } from 'react-router'
import { api, useCommand } from '@staff/api'
import { formatMoney, RefusalText, Sheet } from '@portal/ui'
import { t } from '#portal/app/i18n.ts'
import { paths } from '#portal/app/paths.ts'
import { useShop } from '#portal/app/session.ts'
import { type MyReward, priceOf, sparedWords } from './reward-words.ts'

type RedeemSheetProps = {
  reward: MyReward
  points: number
  /** Have ended, and still pay in a rescue. */
  gracedPoints: number
  storedCents: number
  onClose: () => void
}

/** What it costs and why, how it is had and paid, and the yes. */
export function RedeemSheet({ reward, points, gracedPoints, storedCents, onClose }: RedeemSheetProps) {
  const { stores } = useShop()
  const navigate = useNavigate()
  const fit = stores.filter(({ id }) => reward.storeIds?.includes(id) ?? true)
  const [storeId, setStoreId] = useState(fit[0]?.id ?? null)
  const [isDelivered, setDelivered] = useState(!reward.mayPickUp && reward.mayDeliver)
  const isMoneyShort = storedCents < reward.cashCents
  const [isAtTill, setAtTill] = useState(reward.tillPay === 'must' || (reward.tillPay === 'may' && isMoneyShort))
  const [address, setAddress] = useState('')
  const isCoupon = reward.kind === 'coupon'
  const isPaidAtTill = isAtTill && !isDelivered
  const redeem = useCommand(api.myRewardRedeem, {
    onSuccess: () => void navigate(paths.redeemed()),
  })
  const isRescue = reward.spared.some(({ kind }) => kind === 'rescue')
  const isShort = points + (isRescue ? gracedPoints : 0) < reward.pricePoints || (!isPaidAtTill && isMoneyShort)
  const isReady = isCoupon || (isDelivered ? address.trim().length >= 6 : storeId !== null)
  const submit = () =>
    redeem.mutate({
      rewardId: reward.id,
      quantity: 1,
      storeId: isCoupon || isDelivered ? null : storeId,
      address: isDelivered && !isCoupon ? address.trim() : null,
      points: reward.pricePoints,
      cashCents: reward.cashCents,
      specialId: reward.spared[0]?.specialId ?? null,
      isPaidAtTill,
    })
  return (
    <Sheet title={reward.name} onClose={onClose}>
      <Price reward={reward} />
      <p className="rp-small">
        {t('mall.balance', { count: points, cash: formatMoney(storedCents) })}
        {isShort && ` · ${t('mall.short')}`}
      </p>
      {!isCoupon && reward.mayPickUp && reward.mayDeliver && reward.tillPay !== 'must' && (
        <Choice label={t('mall.how')} isSecond={isDelivered} onChange={setDelivered}>
          {[t('mall.pickUp'), t('mall.delivery')]}
        </Choice>
      )}
      {reward.tillPay === 'may' && reward.cashCents > 0 && !isDelivered && (
        <Choice label={t('mall.pay')} isSecond={isAtTill} onChange={setAtTill}>
          {[t('mall.payStored'), t('mall.payTill')]}
        </Choice>
      )}
      {isPaidAtTill && <p className="rp-small">{tillWords(reward)}</p>}
      {!isCoupon && !isDelivered && (
        <div className="rp-choices" role="group" aria-label={t('mall.store')}>
          {fit.map(({ id, name }) => (
            <button key={id} type="button" aria-pressed={id === storeId} onClick={() => setStoreId(id)}>
              {name}
            </button>
          ))}
        </div>
      )}
      {isDelivered && !isCoupon && (
        <input
          className="rp-input"
          aria-label={t('mall.address')}
          placeholder={t('mall.addressHint')}
          maxLength={300}
          value={address}
          onChange={(event) => setAddress(event.target.value)}
        />
      )}
      <RefusalText error={redeem.error} />
      <button className="rp-button" type="button" disabled={redeem.isPending || isShort || !isReady} onClick={submit}>
        {t('mall.redeem')}
      </button>
    </Sheet>
  )
}

function Price({ reward }: { reward: MyReward }) {
  const reasons = sparedWords(reward)
  return (
    <>
      <p>
        <strong>{priceOf(reward)}</strong>
        {reward.pricePoints < reward.listPoints && (
          <span className="rp-was">{t('mall.pointsOnly', { count: reward.listPoints })}</span>
        )}
      </p>
      {reasons.length > 0 && (
        <ul className="rp-small rp-spared">
          {reasons.map((reason) => (
            <li key={reason}>{reason}</li>
          ))}
        </ul>
      )}
    </>
  )
}

function tillWords({ cashCents, minPurchaseCents }: MyReward): string {
  const pay = t('mall.tillText', { cash: formatMoney(cashCents) })
  return minPurchaseCents > 0 ? `${pay} ${t('mall.fromText', { amount: formatMoney(minPurchaseCents) })}` : pay
}

type ChoiceProps = {
  label: string
  isSecond: boolean
  onChange: (isSecond: boolean) => void
  children: [string, string]
}

function Choice({ label, isSecond, onChange, children: [first, second] }: ChoiceProps) {
  return (
    <div className="rp-choices" role="group" aria-label={label}>
      <button type="button" aria-pressed={!isSecond} onClick={() => onChange(false)}>
        {first}
      </button>
      <button type="button" aria-pressed={isSecond} onClick={() => onChange(true)}>
        {second}
      </button>
    </div>
  )
}
