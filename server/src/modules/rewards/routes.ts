import { keepRulesAfter } from '#modules/points/rules-page.ts'
import { reachMember } from '#modules/members/reach-member.ts'
import { memberNames } from '#modules/members/member-names.ts'
import { decodeCursor, pageOf } from '#platform/contract.ts'
import { type App, recordId, refusals } from '#platform/http.ts'
import { unseal } from '#platform/secrets.ts'
import type { Work } from '#platform/work.ts'
import * as contract from './contract.ts'
import { fundRoutes } from './fund-routes.ts'
import { rewardMeRoutes } from './me-routes.ts'
import { listRedemptions, type RedemptionRow } from './redemption-queries.ts'
import { listRewards } from './reward-queries.ts'
import { saveReward, stopReward } from './save-reward.ts'
import { cancelRefusals } from './route-refusals.ts'
import { cancelRedemption, handOut, receive, sendOut, takeParcelBack } from './settle-redemption.ts'
import { specialRoutes } from './special-routes.ts'
import { earlyAccessRoutes } from './early-routes.ts'
import { tillRewardRoutes } from './till-routes.ts'
import { redemptionView, rewardView } from './views.ts'

/** The points mall: rewards, what was redeemed, gifts, donations, draws; the shop's side and the member's. */
export async function rewardRoutes(app: App) {
  mallRoutes(app)
  redemptionRoutes(app)
  parcelRoutes(app)
  tillRewardRoutes(app)
  earlyAccessRoutes(app)
  specialRoutes(app)
  fundRoutes(app)
  rewardMeRoutes(app)
}

/** Of the item, and of the coupon that carries its price to the till. */
const itemFaults = ['reward_item_unfit', 'store_not_found', 'item_not_found', 'coupon_template_not_found'] as const

const instant = (text: string | null) => (text === null ? null : new Date(text))

function mallRoutes(app: App) {
  const read = { permission: 'rewards.read' } as const
  const manage = { permission: 'rewards.manage', idempotent: true } as const
  app.get(
    '/rewards',
    { config: read, schema: { operationId: 'rewardList', response: { 200: contract.RewardList } } },
    async (request) => ({ items: (await request.read((work) => listRewards(work, false))).map(rewardView) }),
  )

  app.post(
    '/rewards',
    {
      config: manage,
      schema: {
        operationId: 'rewardCreate',
        body: contract.RewardCreate,
        response: { 201: contract.RewardSaved, ...refusals('reward_incomplete', 'reward_changed', ...itemFaults) },
      },
    },
    async (request, reply) => {
      const { startsAt, endsAt, ...body } = request.body
      const input = { id: recordId(request), ...body, startsAt: instant(startsAt), endsAt: instant(endsAt), version: 0 }
      return reply.code(201).send(await request.inTransaction((work) => keepRulesAfter(work, saveReward(work, input))))
    },
  )

  app.put(
    '/rewards/:rewardId',
    {
      config: manage,
      schema: {
        operationId: 'rewardChange',
        params: contract.RewardParams,
        body: contract.RewardChange,
        response: {
          200: contract.RewardSaved,
          ...refusals('reward_not_found', 'reward_incomplete', 'reward_changed', ...itemFaults),
        },
      },
    },
    async (request) => {
      const { startsAt, endsAt, ...body } = request.body
      return request.inTransaction(async (work) => {
        const known = (await listRewards(work, false)).find(({ id }) => id === request.params.rewardId)
        const kind = known?.kind ?? (body.couponTemplateId ? 'coupon' : 'goods')
        const input = {
          id: request.params.rewardId,
          kind,
          ...body,
          startsAt: instant(startsAt),
          endsAt: instant(endsAt),
        }
        return keepRulesAfter(work, saveReward(work, input))
      })
    },
  )

  app.delete(
    '/rewards/:rewardId',
    {
      config: manage,
      schema: {
        operationId: 'rewardStop',
        params: contract.RewardParams,
        response: { 200: contract.RewardStopped, ...refusals('reward_not_found') },
      },
    },
    async (request) => request.inTransaction((work) => keepRulesAfter(work, stopReward(work, request.params.rewardId))),
  )
}

function redemptionRoutes(app: App) {
  app.get(
    '/redemptions',
    {
      config: { permission: 'rewards.read' },
      schema: {
        operationId: 'redemptionList',
        querystring: contract.RedemptionQuery,
        response: { 200: contract.RedemptionPage },
      },
    },
    async (request) => {
      const { cursor, limit = 50, state = null } = request.query
      const key = decodeCursor(cursor, 2)
      const before = key && { at: String(key[0]), id: String(key[1]) }
      return request.read(async (work) => {
        const rows = await listRedemptions(work, { memberIds: null, state }, { before, limit: limit + 1 })
        const { page, next } = pageOf(rows, limit, (last) => [last.at, last.id])
        const names = await memberNames(
          work,
          page.map(({ memberId }) => memberId),
        )
        const items = []
        for (const row of page) {
          const memberName = names.get(row.memberId) ?? null
          items.push({ ...redemptionView(row), memberName, address: await addressOf(work, row) })
        }
        return { items, next }
      })
    },
  )

  app.post(
    '/redemptions/hand-out',
    {
      config: { permission: 'rewards.hand_out', idempotent: true, triesPerMinute: 60 },
      schema: {
        operationId: 'redemptionHandOut',
        body: contract.HandOut,
        response: {
          200: contract.HandedOut,
          ...refusals(
            ...['pick_up_code_not_found', 'store_not_found', 'store_not_allowed'],
            ...['redemption_over', 'reward_pick_up_store', 'store_closed', 'stock_short'],
            ...['reward_pay_at_till', 'reward_clock_back'],
          ),
        },
      },
    },
    async (request) => {
      const { id: redemptionId, quantity } = await request.inTransaction((work) => handOut(work, request.body))
      return { redemptionId, quantity }
    },
  )

  app.post(
    '/redemptions/:redemptionId/cancel',
    {
      config: { permission: 'rewards.manage', idempotent: true },
      schema: {
        operationId: 'redemptionCancel',
        params: contract.RedemptionParams,
        response: { 200: contract.RedemptionAnswer, ...refusals(...cancelRefusals) },
      },
    },
    async (request) => request.inTransaction((work) => cancelRedemption(work, { ...request.params, memberIds: null })),
  )
}

const storeFaults = ['store_not_found', 'store_not_allowed', 'store_closed'] as const

/** What is delivered: sent, received, or back again. */
function parcelRoutes(app: App) {
  app.post(
    '/redemptions/:redemptionId/send',
    {
      config: { permission: 'rewards.hand_out', idempotent: true },
      schema: {
        operationId: 'redemptionSend',
        params: contract.RedemptionParams,
        body: contract.SendOut,
        response: {
          200: contract.RedemptionAnswer,
          ...refusals('redemption_not_found', 'redemption_over', 'stock_short', ...storeFaults),
        },
      },
    },
    async (request) => {
      const { redemptionId } = request.params
      return request.inTransaction(async (work) => {
        await sendOut(work, { redemptionId, ...request.body })
        return { redemptionId }
      })
    },
  )

  app.post(
    '/redemptions/:redemptionId/received',
    {
      config: { permission: 'rewards.hand_out', idempotent: true },
      schema: {
        operationId: 'redemptionReceived',
        params: contract.RedemptionParams,
        response: { 200: contract.RedemptionAnswer, ...refusals('redemption_not_found', 'redemption_over') },
      },
    },
    async (request) => request.inTransaction((work) => receive(work, { ...request.params, memberIds: null })),
  )

  app.post(
    '/redemptions/:redemptionId/take-back',
    {
      config: { permission: 'rewards.manage', idempotent: true },
      schema: {
        operationId: 'redemptionTakeBack',
        params: contract.RedemptionParams,
        body: contract.ParcelBack,
        response: {
          200: contract.RedemptionAnswer,
          ...refusals('redemption_not_found', 'redemption_over', ...storeFaults),
        },
      },
    },
    async (request) => request.inTransaction((work) => takeParcelBack(work, { ...request.params, ...request.body })),
  )
}

/** Where to send it, while it is to be sent. */
async function addressOf(work: Work, { id, address, memberId }: RedemptionRow): Promise<string | null> {
  if (!address) return null
  const member = await reachMember(work, memberId)
  return (member?.key && unseal(member.key, address, `rewards.address/${id}`)?.toString('utf8')) ?? null
}
