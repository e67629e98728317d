import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Input } from 'antd'
import { useState } from 'react'
import { api, query, type ResponseOf, useCommand } from '@staff/api'
import { formatMoney, ModalDialog, RefusalText, useNotice } from '@staff/ui'
import { t } from '#app/i18n.ts'
import './rewards.css'

type TillRewards = ResponseOf<typeof api.tillRewardList>
type PutIn = { memberId: string; itemId: string }

type TillRewardsProps = {
  open: boolean
  storeId: string
  memberId: string | null
  /** What is paid for in the sale: its member and its item. The coupon that carries its price is the member's. */
  onPut: (put: PutIn) => void
  onClose: () => void
}

/** The mall at the till: a pick-up code, what waits for the member, and what their points buy beside this purchase. */
export function TillRewardsDialog({ open, onClose, ...rest }: TillRewardsProps) {
  return (
    <ModalDialog
      open={open}
      onCancel={onClose}
      footer={null}
      width={560}
      title={t('rewards.till.title')}
      destroyOnHidden
    >
      <Mall {...rest} onClose={onClose} />
    </ModalDialog>
  )
}

function Mall({ storeId, memberId, onPut, onClose }: Omit<TillRewardsProps, 'open'>) {
  const client = useQueryClient()
  const notice = useNotice()
  // The member's coupons are asked for again: the one that carries the price is among them now.
  const put = (what: PutIn) => {
    void client.invalidateQueries({
      queryKey: query(api.usableCouponList, { memberId: what.memberId, storeId }).queryKey,
    })
    onPut(what)
    notice.done(t('rewards.till.putText'))
    onClose()
  }
  return (
    <div className="rg-till-rewards">
      <PickUp storeId={storeId} onPut={put} />
      {memberId === null ? (
        <p className="rg-faint">{t('rewards.till.noMember')}</p>
      ) : (
        <OfMember storeId={storeId} memberId={memberId} onPut={put} />
      )}
    </div>
  )
}

/** A code scanned or typed: handed over at once, or put into the sale where it is still to be paid. */
function PickUp({ storeId, onPut }: { storeId: string; onPut: (what: PutIn) => void }) {
  const notice = useNotice()
  const client = useQueryClient()
  const [code, setCode] = useState('')
  const [problem, setProblem] = useState<Error | null>(null)
  const hand = useCommand(api.redemptionHandOut, {
    onSuccess: ({ quantity }) => {
      setCode('')
      notice.done(t('rewards.redemptions.handedOut', { count: quantity }))
    },
  })
  const submit = async () => {
    setProblem(null)
    try {
      const found = await client.fetchQuery({
        ...query(api.redemptionLookUp, { code, storeId }),
        staleTime: 0,
        retry: false,
      })
      if (!found.isAtTill) return hand.mutate({ code, storeId })
      if (found.itemId) onPut({ memberId: found.memberId, itemId: found.itemId })
    } catch (error) {
      setProblem(error as Error)
    }
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      <h3>{t('rewards.till.pickUp')}</h3>
      <div className="rg-till-reward-code">
        <Input
          autoFocus
          maxLength={40}
          aria-label={t('rewards.redemptions.code')}
          placeholder={t('rewards.redemptions.codeHint')}
          value={code}
          onChange={(event) => setCode(event.target.value)}
        />
        <Button htmlType="submit" type="primary" loading={hand.isPending} disabled={code.trim() === ''}>
          {t('rewards.till.check')}
        </Button>
      </div>
      <RefusalText error={problem ?? hand.error} />
    </form>
  )
}

function OfMember({ storeId, memberId, onPut }: { storeId: string; memberId: string; onPut: (what: PutIn) => void }) {
  const notice = useNotice()
  const { data, error } = useQuery({ ...query(api.tillRewardList, { storeId, memberId }), staleTime: 0 })
  const redeem = useCommand(api.tillRewardRedeem, {
    onSuccess: ({ isHandedOut }, { rewardId }) => {
      const itemId = data?.items.find((each) => each.rewardId === rewardId)?.itemId
      if (!isHandedOut && itemId) onPut({ memberId, itemId })
      else notice.done(t('rewards.till.handedOut'))
    },
  })
  const takeOut = useCommand(api.tillRewardTakeOut, { onSuccess: () => notice.done(t('rewards.till.takenOut')) })
  if (error) return <RefusalText error={error} />
  if (!data) return null
  return (
    <>
      {data.waiting.length > 0 && (
        <section>
          <h3>{t('rewards.till.waiting')}</h3>
          <ul>
            {data.waiting.map((each) => (
              <li key={each.redemptionId}>
                <span>
                  <strong>{each.name}</strong>
                  <small className="rg-faint">
                    {each.isAtTill
                      ? t('rewards.till.due', { cash: formatMoney(each.dueCents) })
                      : t('rewards.till.byCode')}
                  </small>
                </span>
                {each.isAtTill && each.itemId && (
                  <span className="rg-till-reward-deeds">
                    <Button
                      type="text"
                      loading={takeOut.isPending}
                      onClick={() => takeOut.mutate({ redemptionId: each.redemptionId })}
                    >
                      {t('rewards.till.takeOut')}
                    </Button>
                    <Button onClick={() => onPut({ memberId, itemId: each.itemId! })}>{t('rewards.till.put')}</Button>
                  </span>
                )}
              </li>
            ))}
          </ul>
        </section>
      )}
      <section>
        <h3>{t('rewards.till.exchange', { count: data.points })}</h3>
        <RefusalText error={redeem.error ?? takeOut.error} />
        {data.items.length === 0 && <p className="rg-faint">{t('rewards.till.none')}</p>}
        <ul>
          {data.items.map((item) => (
            <li key={item.rewardId}>
              <span>
                <strong>{item.name}</strong>
                <small className="rg-faint">{offerWords(item)}</small>
              </span>
              <Button
                disabled={item.unitsLeft === 0 || data.points < item.pricePoints}
                loading={redeem.isPending && redeem.variables.rewardId === item.rewardId}
                onClick={() => redeem.mutate(wishOf(item, { memberId, storeId }))}
              >
                {t(item.isPaidAtTill ? 'rewards.till.put' : 'rewards.till.redeem')}
              </Button>
            </li>
          ))}
        </ul>
      </section>
    </>
  )
}

type Offered = TillRewards['items'][number]

function wishOf({ rewardId, pricePoints, cashCents, spared }: Offered, at: { memberId: string; storeId: string }) {
  return { ...at, rewardId, points: pricePoints, cashCents, specialId: spared[0]?.specialId ?? null }
}

function offerWords({ pricePoints, listPoints, cashCents, minPurchaseCents, unitsLeft, spared }: Offered): string {
  const price =
    cashCents > 0
      ? t('rewards.mall.pointsAndCash', { count: pricePoints, cash: formatMoney(cashCents) })
      : t('rewards.mall.pointsOnly', { count: pricePoints })
  return [
    price,
    ...(pricePoints < listPoints
      ? [t('rewards.till.instead', { count: listPoints, name: spared[0]?.name ?? '' })]
      : []),
    ...(minPurchaseCents > 0 ? [t('rewards.till.from', { amount: formatMoney(minPurchaseCents) })] : []),
    ...(unitsLeft === null ? [] : [t('rewards.till.left', { count: unitsLeft })]),
  ].join(' · ')
}
