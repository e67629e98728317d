import { userNames } from '#modules/identity/user-names.ts'
import { memberFamily } from '#modules/members/member-family.ts'
import { memberSummaries } from '#modules/members/member-summaries.ts'
import { openStoreOf } from '#modules/shops/store-facts.ts'
import { decodeCursor, pageOf } from '#platform/contract.ts'
import { type App, recordId, refusals } from '#platform/http.ts'
import * as contract from './contract.ts'
import { claimGift } from './give-gifts.ts'
import { addGrowth, endGrant, grantTier } from './grant-tier.ts'
import { listChanges, listTierMembers } from './list-queries.ts'
import { tierMeRoutes } from './me-routes.ts'
import { memberTierView, unnamedBase } from './member-tier-view.ts'
import { programmeRoutes } from './programme-routes.ts'
import { readProgramme } from './programme-queries.ts'
import { readTiers } from './tier-queries.ts'

const gone = ['member_not_found', 'member_merged', 'member_erased', 'member_blocked'] as const

/** Levels, where members stand on them, and what they give. */
export async function tierRoutes(app: App) {
  programmeRoutes(app)
  listRoutes(app)
  memberRoutes(app)
  grantRoutes(app)
  claimRoutes(app)
  tierMeRoutes(app)
}

function listRoutes(app: App): void {
  app.get(
    '/tiers',
    {
      config: { permission: 'members.read' },
      schema: { operationId: 'tierList', response: { 200: contract.TierList } },
    },
    async (request) => {
      const [rows, programme] = await request.read((work) => Promise.all([readTiers(work), readProgramme(work)]))
      const items = rows.map(({ pointsTimesBps: _times, ...tier }) => tier)
      const base = programme ? { name: programme.terms.base.name, colour: programme.terms.base.colour } : unnamedBase
      return { version: programme?.version ?? null, base, items }
    },
  )

  app.get(
    '/tier-members',
    {
      config: { permission: 'members.read' },
      schema: {
        operationId: 'tierMemberList',
        querystring: contract.TierMemberQuery,
        response: { 200: contract.TierMemberPage },
      },
    },
    async (request) => {
      const { tierId = null, only = null, cursor, limit = 50 } = request.query
      const key = decodeCursor(cursor, 2)
      const after = key && { units: Number(key[0]), memberId: String(key[1]) }
      const [rows, members] = await request.read(async (work) => {
        const found = await listTierMembers(work, { tierId, only, after, limit: limit + 1 })
        return [
          found,
          await memberSummaries(
            work,
            found.map(({ memberId }) => memberId),
          ),
        ] as const
      })
      const { page, next } = pageOf(rows, limit, (last) => [last.units, last.memberId])
      const items = page.map((row) => {
        const { memberId: id, ...rest } = row
        const { name, number } = members.get(id)!
        return { id, name, number, ...rest }
      })
      return { items, next }
    },
  )
}

function memberRoutes(app: App): void {
  app.get(
    '/members/:memberId/tier',
    {
      config: { permission: 'members.read' },
      schema: {
        operationId: 'memberTierGet',
        params: contract.MemberParams,
        response: { 200: contract.MemberTier, ...refusals('member_not_found') },
      },
    },
    async (request) => request.read((work) => memberTierView(work, request.params.memberId)),
  )

  app.get(
    '/members/:memberId/tier-changes',
    {
      config: { permission: 'members.read' },
      schema: {
        operationId: 'memberTierChangeList',
        params: contract.MemberParams,
        response: { 200: contract.TierChanges },
      },
    },
    async (request) =>
      request.read(async (work) => {
        const rows = await listChanges(work, await memberFamily(work, request.params.memberId))
        const names = await userNames(
          work,
          rows.flatMap(({ actorId }) => actorId ?? []),
        )
        const items = rows.map(({ actorId, at, ...row }) => ({
          ...row,
          at: at.toISOString(),
          actorName: (actorId && names.get(actorId)) ?? null,
        }))
        return { items }
      }),
  )
}

function grantRoutes(app: App): void {
  const config = { permission: 'tiers.grant', idempotent: true } as const
  app.post(
    '/members/:memberId/tier-grants',
    {
      config,
      schema: {
        operationId: 'tierGrantCreate',
        params: contract.MemberParams,
        body: contract.TierGrantCreate,
        response: {
          201: contract.TierGrantAnswer,
          ...refusals(...gone, 'tier_not_found', 'invalid_tier_grant', 'tier_grant_lower'),
        },
      },
    },
    async (request, reply) => {
      const input = { grantId: recordId(request), ...request.params, ...request.body }
      return reply.code(201).send(await request.inTransaction((work) => grantTier(work, input)))
    },
  )

  app.post(
    '/members/:memberId/tier-grants/end',
    {
      config,
      schema: {
        operationId: 'tierGrantEnd',
        params: contract.MemberParams,
        body: contract.TierGrantEnd,
        response: { 200: contract.MemberAnswer, ...refusals(...gone, 'tier_grant_not_found') },
      },
    },
    async (request) =>
      request.inTransaction((work) => endGrant(work, { ...request.params, reason: request.body.reason })),
  )

  app.post(
    '/members/:memberId/growth',
    {
      config,
      schema: {
        operationId: 'growthCreate',
        params: contract.MemberParams,
        body: contract.GrowthCreate,
        response: {
          201: contract.GrowthAnswer,
          ...refusals(...gone, 'tier_programme_not_found', 'invalid_growth_day'),
        },
      },
    },
    async (request, reply) => {
      const input = { growthId: recordId(request), ...request.params, ...request.body }
      return reply.code(201).send(await request.inTransaction((work) => addGrowth(work, input)))
    },
  )
}

const claimRefusals = [
  ...['tier_benefit_not_found', 'tier_gift_automatic', 'tier_gift_taken', 'coupon_template_not_found'],
  ...['coupon_template_stopped', 'coupon_template_over', 'coupon_pool_short', 'coupon_member_limit'],
] as const

function claimRoutes(app: App): void {
  app.post(
    '/members/:memberId/tier-gifts',
    {
      config: { permission: 'sale.sell', idempotent: true },
      schema: {
        operationId: 'tierGiftClaim',
        params: contract.MemberParams,
        body: contract.TierGiftClaim,
        response: {
          201: contract.TierGiftClaimed,
          ...refusals(...gone, ...claimRefusals, 'store_not_found', 'store_not_allowed', 'store_closed'),
        },
      },
    },
    async (request, reply) => {
      const { storeId, benefitId } = request.body
      const answer = await request.inTransaction(async (work) => {
        await openStoreOf(work, storeId)
        return claimGift(work, { ...request.params, benefitId, storeId })
      })
      return reply.code(201).send(answer)
    },
  )
}
