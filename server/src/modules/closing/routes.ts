import { memberOf } from '#modules/identity/member-session.ts'
import { memberNames } from '#modules/members/member-names.ts'
import { reachMember } from '#modules/members/reach-member.ts'
import { storeFacts } from '#modules/shops/store-facts.ts'
import { decodeCursor, pageOf } from '#platform/contract.ts'
import { recordId, refusals, type App } from '#platform/http.ts'
import type { Work } from '#platform/work.ts'
import { announceClosing, claimRefund, closeLawfully, readClosing, withdrawClosing } from './announce-closing.ts'
import { type Owed, readNotices, readOwed } from './closing-queries.ts'
import * as contract from './contract.ts'

const storeRefusals = ['store_not_found', 'store_not_allowed'] as const

/** Closing a store: what it owes and by which law, the notice, who wants their money back, and the end; a member's part of it. */
export function closingRoutes(app: App): void {
  readRoutes(app)
  changeRoutes(app)
  meRoutes(app)
}

function readRoutes(app: App): void {
  app.get(
    '/stores/:storeId/closing',
    {
      config: { permission: 'settings.edit' },
      schema: {
        operationId: 'storeClosingGet',
        params: contract.StoreParams,
        response: { 200: contract.Closing, ...refusals(...storeRefusals) },
      },
    },
    async (request) => {
      const { notice, terms, lawPacks, earliestDay, sums } = await request.read((work) =>
        readClosing(work, request.params.storeId),
      )
      const { lawPacks: _, ...owed } = sums
      const { noticeDays, repaidWithinDays } = terms
      return { ...{ noticeDays, repaidWithinDays, lawPacks, earliestDay, owed }, notice: notice && shownNotice(notice) }
    },
  )

  app.get(
    '/stores/:storeId/closing/owed',
    {
      config: { permission: 'settings.edit' },
      schema: {
        operationId: 'storeClosingOwedList',
        params: contract.StoreParams,
        querystring: contract.OwedQuery,
        response: { 200: contract.OwedPage, ...refusals(...storeRefusals) },
      },
    },
    async (request) => request.read((work) => owedPage(work, request.params.storeId, request.query)),
  )
}

function shownNotice(notice: NonNullable<Awaited<ReturnType<typeof readClosing>>['notice']>) {
  const { id, lastDay, isBusinessEnd, reason, announcedDay } = notice
  return { id, lastDay, isBusinessEnd, reason, announcedDay }
}

async function owedPage(work: Work, storeId: string, { cursor, limit = 50 }: { cursor?: string; limit?: number }) {
  const { notice } = await readClosing(work, storeId)
  const place = decodeCursor(cursor, 3)
  const after = place && { kind: String(place[0]), subjectId: String(place[1]), memberId: String(place[2]) }
  const rows = await readOwed(work, {
    ...{ storeId: notice?.isBusinessEnd ? null : storeId, noticeId: notice?.id ?? null, after, limit: limit + 1 },
  })
  const { page, next } = pageOf(rows, limit, (last) => [last.kind, last.subjectId, last.memberId])
  const names = await memberNames(
    work,
    page.map(({ memberId }) => memberId),
  )
  const items = page.map((row) => ({
    ...shownOwed(row),
    id: `${row.subjectId}.${row.memberId}`,
    memberId: row.memberId,
    memberName: names.get(row.memberId) ?? null,
  }))
  return { items, next }
}

function shownOwed({ kind, subjectId, name, soldDay, cents, bonusCents, claimedAt, dueDay }: Owed) {
  return {
    ...{ kind, subjectId, name, soldDay, cents, bonusCents, dueDay },
    claimedAt: claimedAt?.toISOString() ?? null,
  }
}

function changeRoutes(app: App): void {
  const config = { permission: 'settings.edit', idempotent: true } as const
  app.post(
    '/stores/:storeId/closing',
    {
      config,
      schema: {
        operationId: 'storeClosingAnnounce',
        params: contract.StoreParams,
        body: contract.ClosingAnnounce,
        response: {
          201: contract.ClosingAnnounced,
          ...refusals(...storeRefusals, 'store_closed', 'closing_announced', 'closing_notice_short'),
        },
      },
    },
    async (request, reply) => {
      const wish = { noticeId: recordId(request), ...request.params, ...request.body }
      return reply.code(201).send(await request.inTransaction((work) => announceClosing(work, wish)))
    },
  )

  app.delete(
    '/stores/:storeId/closing',
    {
      config,
      schema: {
        operationId: 'storeClosingWithdraw',
        params: contract.StoreParams,
        response: { 200: contract.StoreAnswer, ...refusals(...storeRefusals, 'closing_not_announced') },
      },
    },
    async (request) => request.inTransaction((work) => withdrawClosing(work, request.params.storeId)),
  )

  app.post(
    '/store-closings/:noticeId/claims',
    {
      config,
      schema: {
        operationId: 'storeClosingClaim',
        params: contract.NoticeParams,
        body: contract.ClaimCreate,
        response: {
          201: contract.Claimed,
          ...refusals('store_not_allowed', 'closing_not_announced', 'closing_nothing_owed'),
        },
      },
    },
    async (request, reply) => {
      const wish = { ...request.params, ...request.body }
      return reply.code(201).send(await request.inTransaction((work) => claimRefund(work, wish)))
    },
  )

  app.post(
    '/stores/:storeId/closure',
    {
      config,
      schema: {
        operationId: 'storeClosureCreate',
        params: contract.StoreParams,
        response: {
          200: contract.StoreAnswer,
          ...refusals(
            ...[...storeRefusals, 'last_store', 'closing_not_announced', 'closing_too_early', 'closing_claims_open'],
          ),
        },
      },
    },
    async (request) => request.inTransaction((work) => closeLawfully(work, request.params.storeId)),
  )
}

function meRoutes(app: App): void {
  const access = ['member'] as const
  app.get(
    '/me/store-closings',
    { config: { access }, schema: { operationId: 'myStoreClosingList', response: { 200: contract.MyClosings } } },
    async (request) => request.read(async (work) => ({ items: await myClosings(work, memberOf(request).memberId) })),
  )

  app.post(
    '/me/store-closings/:noticeId/claims',
    {
      config: { access, idempotent: true },
      schema: {
        operationId: 'myStoreClosingClaim',
        params: contract.NoticeParams,
        response: { 201: contract.Claimed, ...refusals('closing_not_announced', 'closing_nothing_owed') },
      },
    },
    async (request, reply) => {
      const { memberId } = memberOf(request)
      const { noticeId } = request.params
      const claimed = await request.inTransaction(async (work) =>
        claimRefund(work, { noticeId, memberIds: await familyOf(work, memberId) }),
      )
      return reply.code(201).send(claimed)
    },
  )
}

async function familyOf(work: Work, memberId: string): Promise<string[]> {
  return (await reachMember(work, memberId))?.familyIds ?? [memberId]
}

/** Closings that concern a member: something of what the store sold is left. */
async function myClosings(work: Work, memberId: string) {
  const notices = await readNotices(work)
  if (notices.length === 0) return []
  const [memberIds, stores] = await Promise.all([familyOf(work, memberId), storeFacts(work)])
  const shown = await Promise.all(
    notices.map(async ({ id: noticeId, storeId, lastDay, isBusinessEnd, reason, repaidWithinDays }) => {
      const wish = { storeId: isBusinessEnd ? null : storeId, noticeId, memberIds, limit: 200 }
      const owed = (await readOwed(work, wish)).map(shownOwed)
      const storeName = stores.get(storeId)?.name ?? ''
      return { noticeId, storeId, storeName, lastDay, isBusinessEnd, reason, repaidWithinDays, owed }
    }),
  )
  return shown.filter(({ owed }) => owed.length > 0)
}
