import { useState } from 'react'
import { useNavigate } from 'react-router'
import { api, useCommand } from '@staff/api'
import { formatMoney, RefusalText, Sheet } from '@portal/ui'
import { t } from '#portal/app/i18n.ts'
import { paths } from '#portal/app/paths.ts'
import { useShop } from '#portal/app/session.ts'
import { type MyReward, priceOf } from './reward-words.ts'

type RedeemSheetProps = { reward: MyReward; points: number; storedCents: number; onClose: () => void }

/** What it costs, how it is had, and the yes. */
export function RedeemSheet({ reward, points, storedCents, onClose }: RedeemSheetProps) {
  const { stores } = useShop()
  const navigate = useNavigate()
  const fit = stores.filter(({ id }) => reward.storeIds?.includes(id) ?? true)
  const [storeId, setStoreId] = useState(fit[0]?.id ?? null)
  const [isDelivered, setDelivered] = useState(!reward.mayPickUp && reward.mayDeliver)
  const [address, setAddress] = useState('')
  const isCoupon = reward.kind === 'coupon'
  const redeem = useCommand(api.myRewardRedeem, {
    onSuccess: () => void navigate(paths.redeemed()),
  })
  const isShort = points < reward.points || storedCents < reward.cashCents
  const isReady = isCoupon || (isDelivered ? address.trim().length >= 6 : storeId !== null)
  const submit = () =>
    redeem.mutate({
      rewardId: reward.id,
      quantity: 1,
      storeId: isCoupon || isDelivered ? null : storeId,
      address: isDelivered && !isCoupon ? address.trim() : null,
      points: reward.points,
      cashCents: reward.cashCents,
    })
  return (
    <Sheet title={reward.name} onClose={onClose}>
      <p>
        <strong>{priceOf(reward, 1)}</strong>
      </p>
      <p className="rp-small">
        {t('mall.balance', { count: points, cash: formatMoney(storedCents) })}
        {isShort && ` · ${t('mall.short')}`}
      </p>
      {!isCoupon && reward.mayPickUp && reward.mayDeliver && (
        <div className="rp-choices" role="group" aria-label={t('mall.how')}>
          <button type="button" aria-pressed={!isDelivered} onClick={() => setDelivered(false)}>
            {t('mall.pickUp')}
          </button>
          <button type="button" aria-pressed={isDelivered} onClick={() => setDelivered(true)}>
            {t('mall.delivery')}
          </button>
        </div>
      )}
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
