import { memberOf } from '#modules/identity/member-session.ts'
import { availableUnits } from '#modules/ledger/ledger-rules.ts'
import { readLedger } from '#modules/ledger/post-ledger.ts'
import { reachMember } from '#modules/members/reach-member.ts'
import { storeFacts } from '#modules/shops/store-facts.ts'
import { storedValuePurse } from '#modules/stored-value/sell-top-up.ts'
import { decodeCursor, pageOf } from '#platform/contract.ts'
import { type App, recordId, refusals } from '#platform/http.ts'
import type { Work } from '#platform/work.ts'
import * as contract from './contract.ts'
import { opensBy } from './early-access.ts'
import { pickUpCode } from './pick-up-code.ts'
import { priceOfReward, readOffers } from './price-reward.ts'
import { redeemReward } from './redeem-reward.ts'
import { listRedemptions } from './redemption-queries.ts'
import { listRewards } from './reward-queries.ts'
import { cancelRefusals, redeemRefusals } from './route-refusals.ts'
import { cancelRedemption, receive } from './settle-redemption.ts'
import { isFor } from './special-rules.ts'
import { offerView, redemptionView, rewardView } from './views.ts'

const access = ['member'] as const
const command = { access, idempotent: true } as const

/** Every record that is this member. */
export async function familyOf(work: Work, memberId: string): Promise<string[]> {
  return (await reachMember(work, memberId))?.familyIds ?? [memberId]
}

/** The mall on the phone: what it has for this member at what price, redeeming, what was redeemed. */
export function mallMeRoutes(app: App) {
  app.get(
    '/me/rewards',
    { config: { access }, schema: { operationId: 'myRewardList', response: { 200: contract.MyRewards } } },
    async (request) => {
      const { memberId } = memberOf(request)
      return request.read((work) => myRewards(work, memberId))
    },
  )

  app.post(
    '/me/rewards/:rewardId/redeem',
    {
      config: command,
      schema: {
        operationId: 'myRewardRedeem',
        params: contract.RewardParams,
        body: contract.MyRedeem,
        response: {
          201: contract.RedemptionAnswer,
          ...refusals(...redeemRefusals),
        },
      },
    },
    async (request, reply) => {
      const { memberId } = memberOf(request)
      const input = { redemptionId: recordId(request), memberId, ...request.params, ...request.body }
      return reply.code(201).send(await request.inTransaction((work) => redeemReward(work, input)))
    },
  )

  app.get(
    '/me/redemptions',
    {
      config: { access },
      schema: {
        operationId: 'myRedemptionList',
        querystring: contract.RedemptionQuery,
        response: { 200: contract.MyRedemptions },
      },
    },
    async (request) => {
      const { memberId } = memberOf(request)
      const { cursor, limit = 20, state = null } = request.query
      const key = decodeCursor(cursor, 2)
      const before = key && { at: String(key[0]), id: String(key[1]) }
      return request.read(async (work) => {
        const memberIds = await familyOf(work, memberId)
        const [rows, stores] = await Promise.all([
          listRedemptions(work, { memberIds, state }, { before, limit: limit + 1 }),
          storeFacts(work),
        ])
        const { page, next } = pageOf(rows, limit, (last) => [last.at, last.id])
        return {
          items: page.map((row) => ({
            ...redemptionView(row),
            code: pickUpCode(work, row),
            storeName: (row.storeId && stores.get(row.storeId)?.name) ?? null,
          })),
          next,
        }
      })
    },
  )

  app.post(
    '/me/redemptions/:redemptionId/cancel',
    {
      config: command,
      schema: {
        operationId: 'myRedemptionCancel',
        params: contract.RedemptionParams,
        response: { 200: contract.RedemptionAnswer, ...refusals(...cancelRefusals) },
      },
    },
    async (request) => {
      const { memberId } = memberOf(request)
      return request.inTransaction(async (work) =>
        cancelRedemption(work, { ...request.params, memberIds: await familyOf(work, memberId) }),
      )
    },
  )

  app.post(
    '/me/redemptions/:redemptionId/received',
    {
      config: command,
      schema: {
        operationId: 'myRedemptionReceived',
        params: contract.RedemptionParams,
        response: { 200: contract.RedemptionAnswer, ...refusals('redemption_not_found', 'redemption_over') },
      },
    },
    async (request) => {
      const { memberId } = memberOf(request)
      return request.inTransaction(async (work) =>
        receive(work, { ...request.params, memberIds: await familyOf(work, memberId) }),
      )
    },
  )
}

/** What the mall has for a member today, each at their own price, with the specials that make it. */
async function myRewards(work: Work, memberId: string) {
  const points = { ownerKind: 'member', ownerId: memberId, asset: 'points' } as const
  const purse = storedValuePurse(memberId)
  const [rewards, ledger, offers] = await Promise.all([
    opensBy(work, memberId).then((opens) => listRewards(work, true, opens)),
    readLedger(work, [points, ...purse]),
    readOffers(work, memberId),
  ])
  return {
    items: rewards.flatMap((reward) => {
      const price = priceOfReward(reward, 1, offers)
      return price ? [{ ...rewardView(reward), ...offerView(price) }] : []
    }),
    points: availableUnits(ledger, [points], work.at),
    gracedPoints: offers.graced,
    storedCents: availableUnits(ledger, purse, work.at),
    specials: offers.specials
      .filter((special) => isFor(special, offers))
      .map(({ id, kind, name, toDay, withinDays, rateBps }) => ({
        ...{ id, kind, name, toDay, withinDays, rateBps },
        endingPoints: withinDays === null ? 0 : offers.endingWithin(withinDays),
      })),
  }
}
