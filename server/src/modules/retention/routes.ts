import { openReceiptToken } from '#modules/cashier/receipt-token.ts'
import { memberNames } from '#modules/members/member-names.ts'
import { storesOf } from '#platform/actor.ts'
import { type App, recordId, refusals } from '#platform/http.ts'
import { Refused } from '#shared/refusal.ts'
import * as contract from './contract.ts'
import { readFlow } from './flow-queries.ts'
import { flowRoutes } from './flow-routes.ts'
import { handOver, noteFollowUp } from './follow-ups.ts'
import { readFollowUps } from './follow-up-queries.ts'
import { beginLeaving, finishLeaving, previewLeaving, takeBackLeaving } from './leave.ts'
import { readLeaving, readLeavingsOf } from './leaving-queries.ts'
import { readToHandOver } from './leaving-list-queries.ts'
import { finishedView, myLeavingRoutes, offerRefusals } from './me-routes.ts'
import { finishRefusals, gone } from './refused.ts'
import { takeOffer } from './take-offer.ts'
import { begunView, leavingViews, passNames, receiptOf, wayOutView } from './views.ts'

const serve = { permission: 'retention.serve' } as const
const serveCommand = { ...serve, idempotent: true } as const

/** Leaving well: the member's own way out, the same at the counter and by phone, what follows, and how the flow is made. */
export function retentionRoutes(app: App, keyOf: (merchantId: string) => Buffer) {
  myLeavingRoutes(app)
  counterRoutes(app)
  followUpRoutes(app)
  flowRoutes(app)
  receiptRoute(app, keyOf)
}

/** Staff do it on the member's behalf: the same quote, the same machine; how they knew the person is verified and forgotten. */
function counterRoutes(app: App) {
  app.get(
    '/passes/:passId/way-out',
    {
      config: serve,
      schema: {
        operationId: 'wayOutGet',
        params: contract.PassParams,
        querystring: contract.MemberParams,
        response: { 200: contract.WayOut, ...refusals(...gone) },
      },
    },
    async (request) =>
      request.read(async (work) => wayOutView(await previewLeaving(work, { ...request.params, ...request.query }))),
  )

  app.get(
    '/members/:memberId/leavings',
    {
      config: serve,
      schema: {
        operationId: 'leavingList',
        params: contract.MemberParams,
        response: { 200: contract.LeavingList },
      },
    },
    async (request) =>
      request.read(async (work) => ({
        items: await leavingViews(work, await readLeavingsOf(work, request.params.memberId)),
      })),
  )

  app.post(
    '/members/:memberId/leavings',
    {
      config: serveCommand,
      schema: {
        operationId: 'leavingCreate',
        params: contract.MemberParams,
        body: contract.LeavingCreate,
        response: { 201: contract.LeavingBegun, ...refusals(...gone, 'invalid_input', 'proof_needed') },
      },
    },
    async (request, reply) => {
      const input = { leavingId: recordId(request), ...request.params, ...request.body }
      return reply
        .code(201)
        .send(await request.inTransaction(async (work) => begunView(work, await beginLeaving(work, input))))
    },
  )

  app.post(
    '/leavings/:leavingId/finish',
    {
      config: serveCommand,
      schema: {
        operationId: 'leavingFinish',
        params: contract.LeavingParams,
        body: contract.LeavingFinish,
        response: { 200: contract.LeavingFinished, ...refusals(...finishRefusals) },
      },
    },
    async (request) =>
      request.inTransaction(async (work) =>
        finishedView(await finishLeaving(work, { ...request.params, ...request.body })),
      ),
  )

  app.post(
    '/leavings/:leavingId/offers/:madeOfferId/acceptance',
    {
      config: serveCommand,
      schema: {
        operationId: 'offerTake',
        params: contract.OfferParams,
        response: { 200: contract.OfferTaken, ...refusals(...offerRefusals) },
      },
    },
    async (request) => {
      const { leavingId, madeOfferId: offerId } = request.params
      return request.inTransaction((work) => takeOffer(work, { leavingId, offerId }))
    },
  )

  app.delete(
    '/leavings/:leavingId',
    {
      config: serveCommand,
      schema: {
        operationId: 'leavingTakeBack',
        params: contract.LeavingParams,
        response: {
          200: contract.LeavingTakenBack,
          ...refusals('leaving_not_found', 'cancel_not_asked', 'pass_not_found', 'pass_ended', 'clock_moved_back'),
        },
      },
    },
    async (request) =>
      request.inTransaction(async (work) => {
        const leaving = await readLeaving(work, request.params.leavingId)
        if (!leaving) throw new Refused('leaving_not_found')
        return takeBackLeaving(work, leaving.id, leaving.memberId)
      }),
  )

  app.get(
    '/leavings/:leavingId/receipt',
    {
      config: serve,
      schema: {
        operationId: 'leavingReceipt',
        params: contract.LeavingParams,
        response: { 200: contract.Receipt, ...refusals('leaving_not_found') },
      },
    },
    async (request) => request.read((work) => receiptOf(work, request.params.leavingId)),
  )
}

/** Calls afterwards, and money that a person has to hand over. */
function followUpRoutes(app: App) {
  app.get(
    '/follow-ups',
    {
      config: serve,
      schema: {
        operationId: 'followUpList',
        querystring: contract.FollowUpQuery,
        response: { 200: contract.FollowUpList },
      },
    },
    async (request) =>
      request.read(async (work) => {
        const { isOpen = true } = request.query
        const [tasks, flow] = await Promise.all([
          readFollowUps(work, { storeIds: storesOf(work.actor), isOpen, limit: 200 }),
          readFlow(work),
        ])
        const [names, passes] = await Promise.all([
          memberNames(
            work,
            tasks.map(({ memberId }) => memberId),
          ),
          passNames(work, tasks),
        ])
        return {
          reasons: flow.reasons,
          items: tasks.map(({ leavingId: _leaving, terms: _terms, dueAt, doneAt, ...task }) => ({
            ...task,
            memberName: names.get(task.memberId) ?? '',
            passName: passes.get(task.passId) ?? '',
            dueAt: dueAt.toISOString(),
            doneAt: doneAt?.toISOString() ?? null,
          })),
        }
      }),
  )

  app.post(
    '/follow-ups/:followUpId/outcome',
    {
      config: serveCommand,
      schema: {
        operationId: 'followUpNote',
        params: contract.FollowUpParams,
        body: contract.FollowUpNote,
        response: {
          200: contract.FollowUpNoted,
          ...refusals('follow_up_not_found', 'follow_up_done', 'store_not_allowed'),
        },
      },
    },
    async (request) =>
      request.inTransaction((work) => {
        const { nextAt, ...said } = request.body
        return noteFollowUp(work, { ...request.params, ...said, nextAt: nextAt === null ? null : new Date(nextAt) })
      }),
  )

  app.get(
    '/leavings-to-hand-over',
    { config: serve, schema: { operationId: 'handOverList', response: { 200: contract.HandOverList } } },
    async (request) =>
      request.read(async (work) => {
        const rows = await readToHandOver(work, storesOf(work.actor))
        const [names, passes] = await Promise.all([
          memberNames(
            work,
            rows.map(({ memberId }) => memberId),
          ),
          passNames(work, rows),
        ])
        return {
          items: rows.map(({ leavingId, memberId, passId, cents, since }) => ({
            ...{ leavingId, memberId, memberName: names.get(memberId) ?? '', passName: passes.get(passId) ?? '' },
            ...{ cents, since: since.toISOString() },
          })),
        }
      }),
  )

  app.post(
    '/leavings/:leavingId/hand-over',
    {
      config: serveCommand,
      schema: {
        operationId: 'leavingHandOver',
        params: contract.LeavingParams,
        response: {
          200: contract.HandedOver,
          ...refusals('leaving_not_found', 'not_to_hand_over', 'store_not_allowed'),
        },
      },
    },
    async (request) => request.inTransaction((work) => handOver(work, request.params.leavingId)),
  )
}

/** Whoever holds a receipt can have it checked: the figures come from the books, not from the paper. */
function receiptRoute(app: App, keyOf: (merchantId: string) => Buffer) {
  app.get(
    '/cancellation-receipts/:token',
    {
      config: { access: 'public', triesPerMinute: 60 },
      schema: {
        operationId: 'cancellationReceiptGet',
        params: contract.ReceiptParams,
        response: { 200: contract.Receipt, ...refusals('leaving_not_found') },
      },
    },
    async (request) => {
      const claim = openReceiptToken(request.params.token, keyOf)
      if (!claim) throw new Refused('leaving_not_found')
      return request.readFor(claim.merchantId, (work) => receiptOf(work, claim.saleId))
    },
  )
}
