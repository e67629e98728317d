import { memberOf } from '#modules/identity/member-session.ts'
import { type App, recordId, refusals } from '#platform/http.ts'
import * as changes from './change-contract.ts'
import * as contract from './contract.ts'
import { freezePass, previewFreeze, previewThaw, thawPass } from './freeze-pass.ts'
import { freezeRefusals, gone } from './change-routes.ts'
import * as mine from './me-contract.ts'
import { ownPass } from './my-passes.ts'
import { planChanges } from './plan-changes.ts'
import { agreeToRenewal, previewRenewal } from './renew-pass.ts'

const access = ['member'] as const

/** What members change about their own passes on their phone: days of rest, another plan, that it renews by itself. */
export function myChangeRoutes(app: App) {
  myFreezeRoutes(app)
  myThawRoutes(app)
  myRenewalRoutes(app)
  app.get(
    '/me/passes/:passId/changes',
    {
      config: { access },
      schema: {
        operationId: 'myPassChangeList',
        params: contract.PassParams,
        response: { 200: mine.MyChangeList, ...refusals(...gone, 'pass_change_at_shop') },
      },
    },
    async (request) => {
      const { memberId } = memberOf(request)
      return request.read(async (work) => planChanges(work, await ownPass(work, request.params.passId, memberId)))
    },
  )
}

function myFreezeRoutes(app: App) {
  app.get(
    '/me/passes/:passId/freeze-quote',
    {
      config: { access },
      schema: {
        operationId: 'myPassFreezeQuote',
        params: contract.PassParams,
        querystring: changes.FreezeWish,
        response: { 200: changes.FreezeQuote, ...refusals(...gone, ...freezeRefusals) },
      },
    },
    async (request) => {
      const { passId } = request.params
      return request.read(async (work) => {
        await ownPass(work, passId, memberOf(request).memberId)
        return previewFreeze(work, passId, request.query)
      })
    },
  )

  app.post(
    '/me/passes/:passId/freezes',
    {
      config: { access, idempotent: true },
      schema: {
        operationId: 'myPassFreezeCreate',
        params: contract.PassParams,
        body: mine.MyFreezeCreate,
        response: {
          201: changes.FreezeAnswer,
          ...refusals(...gone, ...freezeRefusals, 'quote_changed', 'balance_insufficient'),
        },
      },
    },
    async (request, reply) => {
      const { passId } = request.params
      const { reason = '', ...wish } = request.body
      const answer = await request.inTransaction(async (work) => {
        await ownPass(work, passId, memberOf(request).memberId)
        // What a rest costs was shown, and its fingerprint covers it: it comes out of the member's stored value.
        return freezePass(work, { ...wish, passId, freezeId: recordId(request), reason, fee: 'stored_value' })
      })
      return reply.code(201).send(answer)
    },
  )
}

function myThawRoutes(app: App) {
  app.get(
    '/me/passes/:passId/freezes/:freezeId/thaw-quote',
    {
      config: { access },
      schema: {
        operationId: 'myPassThawQuote',
        params: changes.FreezeParams,
        response: { 200: changes.ThawQuote, ...refusals('pass_not_found', 'freeze_not_found', 'freeze_over') },
      },
    },
    async (request) => {
      const { passId, freezeId } = request.params
      return request.read(async (work) => {
        await ownPass(work, passId, memberOf(request).memberId)
        return previewThaw(work, passId, freezeId)
      })
    },
  )

  app.post(
    '/me/passes/:passId/freezes/:freezeId/thaw',
    {
      config: { access, idempotent: true },
      schema: {
        operationId: 'myPassThawCreate',
        params: changes.FreezeParams,
        response: {
          200: changes.FreezeAnswer,
          ...refusals('pass_not_found', 'freeze_not_found', 'freeze_over', 'clock_moved_back'),
        },
      },
    },
    async (request) =>
      request.inTransaction(async (work) => {
        await ownPass(work, request.params.passId, memberOf(request).memberId)
        return thawPass(work, request.params)
      }),
  )
}

function myRenewalRoutes(app: App) {
  const refused = refusals(
    ...['pass_not_found', 'pass_ended', 'pass_never_ends', 'plan_stopped', 'cancel_asked_before'],
    ...['auto_renewal_not_offered', 'auto_renewal_too_late', 'quote_changed', 'clock_moved_back'],
  )
  app.get(
    '/me/passes/:passId/auto-renewal',
    {
      config: { access },
      schema: {
        operationId: 'myPassAutoRenewalQuote',
        params: contract.PassParams,
        response: { 200: changes.RenewalAgreed, ...refused },
      },
    },
    async (request) => {
      const { memberId } = memberOf(request)
      return request.read(async (work) => previewRenewal(work, await ownPass(work, request.params.passId, memberId)))
    },
  )

  app.post(
    '/me/passes/:passId/auto-renewal',
    {
      config: { access, idempotent: true },
      schema: {
        operationId: 'myPassAutoRenewalCreate',
        params: contract.PassParams,
        body: changes.RenewalAgree,
        response: { 201: changes.RenewalAgreed, ...refused },
      },
    },
    async (request, reply) => {
      const { passId } = request.params
      const agreed = await request.inTransaction(async (work) => {
        await ownPass(work, passId, memberOf(request).memberId)
        return agreeToRenewal(work, { passId, ...request.body })
      })
      return reply.code(201).send(agreed)
    },
  )
}
