import { type App, recordId, refusals } from '#platform/http.ts'
import type { PayBack } from './pay-back.ts'
import { cancelRoutes } from './cancel-routes.ts'
import { extendPass, previewTransfer, setFamily, transferPass } from './change-pass.ts'
import { quoteChange } from './change-plan-quote.ts'
import * as changes from './change-contract.ts'
import * as contract from './contract.ts'
import { freezePass, previewFreeze, previewThaw, thawPass } from './freeze-pass.ts'
import { renewalRoutes } from './renewal-routes.ts'

export const gone = ['pass_not_found', 'pass_ended', 'pass_expired', 'clock_moved_back'] as const
const members = ['member_not_found', 'member_merged', 'member_erased', 'member_blocked'] as const
const change = { permission: 'passes.change', idempotent: true } as const
const look = { permission: 'passes.read' } as const
export const freezeRefusals = [
  ...['pass_never_ends', 'freeze_not_allowed', 'freeze_before_begin', 'freeze_in_past', 'freeze_days_invalid'],
  ...['freeze_beyond_end', 'freeze_overlaps', 'freeze_over_used_day', 'freeze_too_short', 'freeze_days_used_up'],
  'freeze_times_used_up',
]

/** What may change of a pass, each with its quote before it. */
export function changeRoutes(app: App, payBack: PayBack) {
  freezeRoutes(app)
  handRoutes(app)
  cancelRoutes(app, payBack)
  renewalRoutes(app)
}

function freezeRoutes(app: App) {
  app.get(
    '/passes/:passId/freeze-quote',
    {
      config: look,
      schema: {
        operationId: 'passFreezeQuote',
        params: contract.PassParams,
        querystring: changes.FreezeWish,
        response: { 200: changes.FreezeQuote, ...refusals(...gone, ...freezeRefusals) },
      },
    },
    async (request) => request.read((work) => previewFreeze(work, request.params.passId, request.query)),
  )

  app.post(
    '/passes/:passId/freezes',
    {
      config: change,
      schema: {
        operationId: 'passFreezeCreate',
        params: contract.PassParams,
        body: changes.FreezeCreate,
        response: {
          201: changes.FreezeAnswer,
          ...refusals(
            ...gone,
            ...freezeRefusals,
            'quote_changed',
            'freeze_fee_open',
            'not_allowed',
            'balance_insufficient',
          ),
        },
      },
    },
    async (request, reply) => {
      const input = { freezeId: recordId(request), ...request.params, ...request.body }
      return reply.code(201).send(await request.inTransaction((work) => freezePass(work, input)))
    },
  )

  app.get(
    '/passes/:passId/freezes/:freezeId/thaw-quote',
    {
      config: look,
      schema: {
        operationId: 'passThawQuote',
        params: changes.FreezeParams,
        response: { 200: changes.ThawQuote, ...refusals('pass_not_found', 'freeze_not_found', 'freeze_over') },
      },
    },
    async (request) => request.read((work) => previewThaw(work, request.params.passId, request.params.freezeId)),
  )

  app.post(
    '/passes/:passId/freezes/:freezeId/thaw',
    {
      config: change,
      schema: {
        operationId: 'passThawCreate',
        params: changes.FreezeParams,
        response: {
          200: changes.FreezeAnswer,
          ...refusals('pass_not_found', 'freeze_not_found', 'freeze_over', 'clock_moved_back'),
        },
      },
    },
    async (request) => request.inTransaction((work) => thawPass(work, request.params)),
  )
}

function handRoutes(app: App) {
  app.post(
    '/passes/:passId/extensions',
    {
      config: change,
      schema: {
        operationId: 'passExtend',
        params: contract.PassParams,
        body: changes.ExtensionCreate,
        response: { 201: contract.PassEnd, ...refusals(...gone, 'pass_never_ends') },
      },
    },
    async (request, reply) => {
      const input = { extensionId: recordId(request), ...request.params, ...request.body }
      return reply.code(201).send(await request.inTransaction((work) => extendPass(work, input)))
    },
  )

  const transfer = ['pass_frozen', 'pass_has_bookings', 'transfer_not_allowed', 'transfer_to_oneself'] as const
  app.get(
    '/passes/:passId/transfer-quote',
    {
      config: look,
      schema: {
        operationId: 'passTransferQuote',
        params: contract.PassParams,
        querystring: changes.TransferQuery,
        response: { 200: changes.TransferQuote, ...refusals(...gone, ...transfer) },
      },
    },
    async (request) => request.read((work) => previewTransfer(work, request.params.passId, request.query.toMemberId)),
  )

  app.post(
    '/passes/:passId/transfers',
    {
      config: change,
      schema: {
        operationId: 'passTransferCreate',
        params: contract.PassParams,
        body: changes.TransferCreate,
        response: {
          201: changes.TransferAnswer,
          ...refusals(
            ...[...gone, ...transfer, ...members, 'transfer_without_consent', 'transfer_fee_open', 'quote_changed'],
            ...['not_allowed', 'balance_insufficient'],
          ),
        },
      },
    },
    async (request, reply) => {
      const input = { transferId: recordId(request), ...request.params, ...request.body }
      return reply.code(201).send(await request.inTransaction((work) => transferPass(work, input)))
    },
  )

  app.put(
    '/passes/:passId/family',
    {
      config: { ...change, idempotent: { without: 'said twice it is the same family' } },
      schema: {
        operationId: 'passFamilySet',
        params: contract.PassParams,
        body: changes.FamilySet,
        response: {
          200: changes.FamilyAnswer,
          ...refusals(...gone, ...members, 'family_is_holder', 'family_too_large'),
        },
      },
    },
    async (request) => request.inTransaction((work) => setFamily(work, { ...request.params, ...request.body })),
  )

  app.get(
    '/passes/:passId/change-quote',
    {
      config: look,
      schema: {
        operationId: 'passChangeQuote',
        params: contract.PassParams,
        querystring: changes.ChangeQuery,
        response: { 200: changes.ChangeQuote, ...refusals(...gone, 'plan_not_found', 'plan_stopped') },
      },
    },
    async (request) => request.read((work) => quoteChange(work, request.params.passId, request.query.planId)),
  )
}
