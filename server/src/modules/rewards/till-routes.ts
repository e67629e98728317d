import { availableUnits } from '#modules/ledger/ledger-rules.ts'
import { readLedger } from '#modules/ledger/post-ledger.ts'
import { reachMember } from '#modules/members/reach-member.ts'
import { openStoreOf } from '#modules/shops/store-facts.ts'
import { type App, recordId, refusals } from '#platform/http.ts'
import type { Work } from '#platform/work.ts'
import { Refused } from '#shared/refusal.ts'
import * as contract from './contract.ts'
import { priceOfReward, readOffers } from './price-reward.ts'
import { redeemReward } from './redeem-reward.ts'
import { listRedemptions } from './redemption-queries.ts'
import { cancelRefusals, redeemRefusals } from './route-refusals.ts'
import { listRewards, readReward } from './reward-queries.ts'
import { findByCode, handOutNow, isPaidAtTill, takeOutOfSale } from './settle-redemption.ts'
import { offerView } from './views.ts'

const handing = { permission: 'rewards.hand_out' } as const
const storeRefusals = ['store_not_found', 'store_not_allowed', 'store_closed'] as const

/** The mall at the till: what a member can have here and now, what waits for them, and whose a code is. */
export function tillRewardRoutes(app: App) {
  app.get(
    '/till-rewards',
    {
      config: handing,
      schema: {
        operationId: 'tillRewardList',
        querystring: contract.TillRewardQuery,
        response: { 200: contract.TillRewards, ...refusals(...storeRefusals, 'member_not_found') },
      },
    },
    async (request) => request.read((work) => tillRewards(work, request.query)),
  )

  app.post(
    '/redemptions/look-up',
    {
      config: { ...handing, idempotent: { without: 'it changes nothing' }, triesPerMinute: 60 },
      schema: {
        operationId: 'redemptionLookUp',
        body: contract.HandOut,
        response: {
          200: contract.LookUp,
          ...refusals(
            ...[...storeRefusals, 'pick_up_code_not_found', 'redemption_over'],
            ...['reward_pick_up_store', 'reward_clock_back'],
          ),
        },
      },
    },
    async (request) =>
      request.read(async (work) => {
        const row = await findByCode(work, request.body)
        const { id: redemptionId, memberId, name, itemId, quantity, dueCents } = row
        return { redemptionId, memberId, name, itemId, quantity, dueCents, isAtTill: isPaidAtTill(row) }
      }),
  )

  app.post(
    '/members/:memberId/redemptions',
    {
      config: { ...handing, idempotent: true },
      schema: {
        operationId: 'tillRewardRedeem',
        params: contract.MemberParams,
        body: contract.TillRedeem,
        response: { 201: contract.TillRedeemed, ...refusals(...redeemRefusals, 'store_not_allowed') },
      },
    },
    async (request, reply) => {
      const redemptionId = recordId(request)
      const input = { redemptionId, ...request.params, ...request.body }
      return reply.code(201).send(await request.inTransaction((work) => redeemAtTill(work, input)))
    },
  )

  app.post(
    '/redemptions/:redemptionId/take-out',
    {
      config: { ...handing, idempotent: true },
      schema: {
        operationId: 'tillRewardTakeOut',
        params: contract.RedemptionParams,
        response: { 200: contract.RedemptionAnswer, ...refusals(...cancelRefusals) },
      },
    },
    async (request) => request.inTransaction((work) => takeOutOfSale(work, request.params)),
  )
}

type TillRedeem = {
  redemptionId: string
  memberId: string
  rewardId: string
  storeId: string
  points: number
  cashCents: number
  specialId: string | null
}

/** One piece for a member at the counter: handed over at once, or put into the sale where there is money to be paid at the till. */
async function redeemAtTill(work: Work, input: TillRedeem) {
  const { redemptionId, storeId } = input
  const reward = await readReward(work, input.rewardId)
  if (!reward) throw new Refused('reward_not_found')
  const isPaidHere = reward.tillPay !== 'no'
  const isCoupon = reward.kind === 'coupon'
  const wish = { ...input, quantity: 1, address: null, isPaidAtTill: isPaidHere, storeId: isCoupon ? null : storeId }
  await redeemReward(work, wish)
  if (!isPaidHere && !isCoupon) await handOutNow(work, { redemptionId, storeId })
  return { redemptionId, isHandedOut: !isPaidHere }
}

async function tillRewards(work: Work, { storeId, memberId }: { storeId: string; memberId: string }) {
  await openStoreOf(work, storeId)
  const member = await reachMember(work, memberId)
  if (!member) throw new Refused('member_not_found')
  const key = { ownerKind: 'member', ownerId: memberId, asset: 'points' } as const
  const [rewards, offers, ledger, waiting] = await Promise.all([
    listRewards(work, true),
    readOffers(work, memberId),
    readLedger(work, [key]),
    listRedemptions(work, { memberIds: member.familyIds, state: 'reserved' }, { before: null, limit: 50 }),
  ])
  return {
    points: availableUnits(ledger, [key], work.at),
    items: rewards
      .filter(
        ({ kind, mayPickUp, storeIds }) => kind === 'coupon' || (mayPickUp && (storeIds?.includes(storeId) ?? true)),
      )
      .flatMap((reward) => {
        const price = priceOfReward(reward, 1, offers)
        if (!price) return []
        const { id: rewardId, name, itemId, cashCents, minPurchaseCents, unitsLeft, tillPay } = reward
        const facts = { rewardId, name, itemId, cashCents, minPurchaseCents, unitsLeft, isPaidAtTill: tillPay !== 'no' }
        return [{ ...facts, ...offerView(price) }]
      }),
    waiting: waiting
      .filter((row) => isPaidAtTill(row) || row.storeId === null || row.storeId === storeId)
      .map((row) => ({
        ...{ redemptionId: row.id, name: row.name, itemId: row.itemId, quantity: row.quantity, dueCents: row.dueCents },
        isAtTill: isPaidAtTill(row),
        expiresAt: row.expiresAt?.toISOString() ?? null,
      })),
  }
}
