import { memberOf } from '#modules/identity/member-session.ts'
import { type App, recordId, refusals } from '#platform/http.ts'
import * as contract from './contract.ts'
import { beginLeaving, finishLeaving, openLeaving, previewLeaving, takeBackLeaving } from './leave.ts'
import { readLeavingsOf } from './leaving-queries.ts'
import { finishRefusals, gone } from './refused.ts'
import { takeOffer } from './take-offer.ts'
import { begunView, leavingViews, receiptOf, wayOutView } from './views.ts'

const access = ['member'] as const
const command = { access, idempotent: true } as const

/** A member's own way out, on the phone: what goes and what comes back, why, an offer at most, done. */
export function myLeavingRoutes(app: App) {
  app.get(
    '/me/passes/:passId/way-out',
    {
      config: { access },
      schema: {
        operationId: 'myWayOutGet',
        params: contract.PassParams,
        response: { 200: contract.WayOut, ...refusals(...gone) },
      },
    },
    async (request) => {
      const { memberId } = memberOf(request)
      return request.read(async (work) => wayOutView(await previewLeaving(work, { ...request.params, memberId })))
    },
  )

  app.get(
    '/me/leavings',
    { config: { access }, schema: { operationId: 'myLeavingList', response: { 200: contract.LeavingList } } },
    async (request) => {
      const { memberId } = memberOf(request)
      return request.read(async (work) => ({ items: await leavingViews(work, await readLeavingsOf(work, memberId)) }))
    },
  )

  app.post(
    '/me/leavings',
    {
      config: command,
      schema: {
        operationId: 'myLeavingCreate',
        body: contract.MyLeavingCreate,
        response: { 201: contract.LeavingBegun, ...refusals(...gone, 'invalid_input') },
      },
    },
    async (request, reply) => {
      const { memberId } = memberOf(request)
      const input = { leavingId: recordId(request), memberId, channel: 'portal', ...request.body } as const
      return reply
        .code(201)
        .send(await request.inTransaction(async (work) => begunView(work, await beginLeaving(work, input))))
    },
  )

  app.post(
    '/me/leavings/:leavingId/finish',
    {
      config: command,
      schema: {
        operationId: 'myLeavingFinish',
        params: contract.LeavingParams,
        body: contract.LeavingFinish,
        response: { 200: contract.LeavingFinished, ...refusals(...finishRefusals) },
      },
    },
    async (request) => {
      const { memberId } = memberOf(request)
      const { leavingId } = request.params
      return request.inTransaction(async (work) => {
        await openLeaving(work, leavingId, memberId)
        return finishedView(await finishLeaving(work, { leavingId, ...request.body }))
      })
    },
  )

  app.post(
    '/me/leavings/:leavingId/offers/:madeOfferId/acceptance',
    {
      config: command,
      schema: {
        operationId: 'myOfferTake',
        params: contract.OfferParams,
        response: { 200: contract.OfferTaken, ...refusals(...offerRefusals) },
      },
    },
    async (request) => {
      const { memberId } = memberOf(request)
      const { leavingId, madeOfferId: offerId } = request.params
      return request.inTransaction((work) => takeOffer(work, { leavingId, offerId, memberId }))
    },
  )

  app.delete(
    '/me/leavings/:leavingId',
    {
      config: command,
      schema: {
        operationId: 'myLeavingTakeBack',
        params: contract.LeavingParams,
        response: {
          200: contract.LeavingTakenBack,
          ...refusals('leaving_not_found', 'cancel_not_asked', 'pass_not_found', 'pass_ended', 'clock_moved_back'),
        },
      },
    },
    async (request) => {
      const { memberId } = memberOf(request)
      return request.inTransaction((work) => takeBackLeaving(work, request.params.leavingId, memberId))
    },
  )

  app.get(
    '/me/leavings/:leavingId/receipt',
    {
      config: { access },
      schema: {
        operationId: 'myLeavingReceipt',
        params: contract.LeavingParams,
        response: { 200: contract.Receipt, ...refusals('leaving_not_found') },
      },
    },
    async (request) => {
      const { memberId } = memberOf(request)
      const { leavingId } = request.params
      return request.read(async (work) => {
        const mine = await readLeavingsOf(work, memberId)
        return receiptOf(work, mine.some(({ id }) => id === leavingId) ? leavingId : memberId)
      })
    },
  )
}

export const offerRefusals = [
  ...['leaving_not_found', 'leaving_done', 'offer_not_found', 'offer_taken', 'offer_expired', 'offer_budget_spent'],
  ...['pass_not_found', 'pass_ended', 'pass_expired', 'pass_never_ends', 'clock_moved_back'],
  ...['freeze_not_allowed', 'freeze_overlaps', 'freeze_days_used_up', 'freeze_times_used_up', 'freeze_too_short'],
  ...['freeze_over_used_day', 'freeze_beyond_end', 'freeze_before_begin', 'balance_insufficient'],
  ...[
    'coupon_template_not_found',
    'coupon_template_stopped',
    'coupon_template_over',
    'coupon_pool_short',
    'coupon_member_limit',
  ],
]

export function finishedView({ leaving }: Awaited<ReturnType<typeof finishLeaving>>) {
  const { id: leavingId, receiptNumber, refundCents, toHandOverCents, lastDay } = leaving
  return { leavingId, receiptNumber: receiptNumber!, refundCents: refundCents!, toHandOverCents, lastDay }
}
