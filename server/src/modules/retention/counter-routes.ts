import type { Identity } from '#modules/identity/identity.ts'
import { languageOf } from '#modules/members/portal-routes.ts'
import { type App, recordId, refusals } from '#platform/http.ts'
import { confirmLeaving, phoneOfLeaving, sendConfirmation } from './confirm-leaving.ts'
import * as contract from './contract.ts'
import { beginLeaving, finishLeaving } from './leave.ts'
import { leavingRoutes, wayOutOf } from './leaving-routes.ts'
import { readLeavingsOf } from './leaving-queries.ts'
import { beginRefusals, finishRefusals, gone, phoneCodeRefusals, proofRefusals } from './refused.ts'
import { begunView, finishedView, leavingViews } from './views.ts'

const serve = { permission: 'retention.serve' } as const
const serveCommand = { ...serve, idempotent: true } as const

/** Staff do it on the member's behalf: the same quote, the same machine; how they knew the person is verified and forgotten. */
export function counterRoutes(app: App, identity: Identity) {
  leavingRoutes(app, {
    ...{ prefix: '', rules: serve, memberId: () => undefined },
    names: { take: 'offerTake', takeBack: 'leavingTakeBack', receipt: 'leavingReceipt', offers: 'leavingOffers' },
  })
  confirmationRoutes(app, identity)

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
    async (request) => wayOutOf(request, { ...request.params, ...request.query }),
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
        response: { 201: contract.LeavingBegun, ...refusals(...beginRefusals, ...proofRefusals) },
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
        body: contract.StaffFinish,
        response: { 200: contract.LeavingFinished, ...refusals(...finishRefusals, 'confirmation_needed') },
      },
    },
    async (request) =>
      request.inTransaction(async (work) =>
        finishedView(await finishLeaving(work, { ...request.params, ...request.body })),
      ),
  )
}

/** The member's own yes: a code to the phone on record, read out to staff. */
function confirmationRoutes(app: App, identity: Identity) {
  app.post(
    '/leavings/:leavingId/confirmation-codes',
    {
      config: { ...serve, idempotent: { without: 'each asking sends a new code' }, triesPerMinute: 30 },
      schema: {
        operationId: 'leavingConfirmationSend',
        params: contract.LeavingParams,
        response: {
          202: contract.ConfirmationSent,
          ...refusals('leaving_not_found', 'leaving_done', 'member_without_phone'),
          ...refusals('too_many_requests', 'phone_codes_unavailable'),
        },
      },
    },
    async (request, reply) => {
      const { merchantId } = request.caller!
      const phone = await request.read((work) => phoneOfLeaving(work, request.params.leavingId))
      const asked = { merchantId, phone, ip: request.ip, language: languageOf(request) }
      return reply.code(202).send(await sendConfirmation(identity, asked, request.at))
    },
  )

  app.post(
    '/leavings/:leavingId/confirmation',
    {
      config: { ...serve, idempotent: { without: 'a code is used once' }, triesPerMinute: 60 },
      schema: {
        operationId: 'leavingConfirm',
        params: contract.LeavingParams,
        body: contract.ConfirmationCode,
        response: {
          200: contract.LeavingConfirmed,
          ...refusals('leaving_not_found', 'leaving_done', 'member_without_phone', ...phoneCodeRefusals),
        },
      },
    },
    async (request) => {
      const { merchantId, actor } = request.caller!
      const { leavingId } = request.params
      const phone = await request.read((work) => phoneOfLeaving(work, leavingId))
      const shown = { merchantId, actor, phone, leavingId, code: request.body.code, ip: request.ip }
      return confirmLeaving(identity, shown, request.at)
    },
  )
}
