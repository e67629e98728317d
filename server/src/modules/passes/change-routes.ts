import { memberNames } from '#modules/members/member-names.ts'
import { localDay } from '#shared/business-day.ts'
import { type App, recordId, refusals } from '#platform/http.ts'
import { cancelAndPayBack, type PayBack } from './pay-back.ts'
import { previewCancel, restorePass, takeBackCancel } from './cancel-pass.ts'
import { extendPass, previewTransfer, setFamily, transferPass } from './change-pass.ts'
import { quoteChange } from './change-plan-quote.ts'
import * as contract from './contract.ts'
import { freezePass, previewFreeze, previewThaw, thawPass } from './freeze-pass.ts'
import { readHeldPass } from './held-passes.ts'
import { lockedPrice } from './plan-facts.ts'
import { agreeToRenewal, renewalPrice, stopAutoRenewal } from './renew-pass.ts'
import { readCalendar } from './renewal-queries.ts'

const gone = ['pass_not_found', 'pass_ended', 'pass_expired', 'clock_moved_back'] as const
const members = ['member_not_found', 'member_merged', 'member_erased', 'member_blocked'] as const
const change = { permission: 'passes.change', idempotent: true } as const
const look = { permission: 'passes.read' } as const
const freezeRefusals = [
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
        querystring: contract.FreezeWish,
        response: { 200: contract.FreezeQuote, ...refusals(...gone, ...freezeRefusals) },
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
        body: contract.FreezeCreate,
        response: {
          201: contract.FreezeAnswer,
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
        params: contract.FreezeParams,
        response: { 200: contract.ThawQuote, ...refusals('pass_not_found', 'freeze_not_found', 'freeze_over') },
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
        params: contract.FreezeParams,
        response: {
          200: contract.FreezeAnswer,
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
        body: contract.ExtensionCreate,
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
        querystring: contract.TransferQuery,
        response: { 200: contract.TransferQuote, ...refusals(...gone, ...transfer) },
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
        body: contract.TransferCreate,
        response: {
          201: contract.TransferAnswer,
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
        body: contract.FamilySet,
        response: {
          200: contract.FamilyAnswer,
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
        querystring: contract.ChangeQuery,
        response: { 200: contract.ChangeQuote, ...refusals(...gone, 'plan_not_found', 'plan_stopped') },
      },
    },
    async (request) => request.read((work) => quoteChange(work, request.params.passId, request.query.planId)),
  )
}

function cancelRoutes(app: App, payBack: PayBack) {
  const asked = [...gone, 'cancel_asked_before', 'cancel_without_end'] as const
  app.get(
    '/passes/:passId/cancel-quote',
    {
      config: look,
      schema: {
        operationId: 'passCancelQuote',
        params: contract.PassParams,
        querystring: contract.CancelQuery,
        response: { 200: contract.CancelQuote, ...refusals(...asked) },
      },
    },
    async (request) => request.read((work) => previewCancel(work, request.params.passId, request.query)),
  )

  app.post(
    '/passes/:passId/cancellations',
    {
      config: change,
      schema: {
        operationId: 'passCancelCreate',
        params: contract.PassParams,
        body: contract.CancelCreate,
        response: {
          201: contract.CancelAnswer,
          ...refusals(
            ...[
              ...asked,
              'quote_changed',
              'refund_approval_needed',
              'shift_not_open',
              'store_not_allowed',
              'not_allowed',
            ],
            ...['refund_exceeds_sale', 'payment_not_confirmed', 'payment_refund_too_large'],
            ...['approval_not_found', 'approval_used', 'approval_expired', 'approval_mismatch'],
          ),
        },
      },
    },
    async (request, reply) => {
      const input = { cancellationId: recordId(request), ...request.params, ...request.body }
      return reply.code(201).send(await request.inTransaction((work) => cancelAndPayBack(work, input, payBack)))
    },
  )

  app.delete(
    '/passes/:passId/cancellation',
    {
      config: change,
      schema: {
        operationId: 'passCancelTakeBack',
        params: contract.PassParams,
        response: { 200: contract.PassAnswer, ...refusals(...gone, 'cancel_not_asked') },
      },
    },
    async (request) => request.inTransaction((work) => takeBackCancel(work, request.params.passId)),
  )

  app.post(
    '/passes/:passId/restoration',
    {
      config: change,
      schema: {
        operationId: 'passRestore',
        params: contract.PassParams,
        response: {
          200: contract.PassEnd,
          ...refusals(
            ...['pass_not_found', 'pass_not_ended', 'pass_was_paid_back', 'restore_too_late', 'pass_expired'],
            ...['clock_moved_back', 'balance_too_large'],
          ),
        },
      },
    },
    async (request) => request.inTransaction((work) => restorePass(work, request.params.passId)),
  )
}

function renewalRoutes(app: App) {
  app.get(
    '/passes/:passId/renewal-price',
    {
      config: look,
      schema: {
        operationId: 'passRenewalPrice',
        params: contract.PassParams,
        response: { 200: contract.RenewalPrice, ...refusals('pass_not_found', 'plan_stopped') },
      },
    },
    async (request) =>
      request.read(async (work) => {
        const { pass } = await readHeldPass(work, request.params.passId)
        const priceCents = await renewalPrice(work, pass, pass.endsDay ?? localDay(work.at, pass.zone))
        return { priceCents, isLocked: lockedPrice(pass, work.at) !== null }
      }),
  )

  app.post(
    '/passes/:passId/auto-renewal',
    {
      config: change,
      schema: {
        operationId: 'passAutoRenewalCreate',
        params: contract.PassParams,
        body: contract.RenewalAgree,
        response: {
          201: contract.RenewalAgreed,
          ...refusals(
            ...[...gone, 'pass_never_ends', 'plan_stopped', 'quote_changed', 'cancel_asked_before'],
            ...['auto_renewal_not_offered', 'auto_renewal_too_late'],
          ),
        },
      },
    },
    async (request, reply) => {
      const input = { ...request.params, ...request.body }
      return reply.code(201).send(await request.inTransaction((work) => agreeToRenewal(work, input)))
    },
  )

  app.delete(
    '/passes/:passId/auto-renewal',
    {
      config: change,
      schema: {
        operationId: 'passAutoRenewalDelete',
        params: contract.PassParams,
        response: {
          200: contract.PassAnswer,
          ...refusals('pass_not_found', 'auto_renewal_not_on', 'clock_moved_back'),
        },
      },
    },
    async (request) => request.inTransaction((work) => stopAutoRenewal(work, request.params.passId)),
  )

  app.get(
    '/pass-renewals',
    {
      config: look,
      schema: {
        operationId: 'passRenewalList',
        querystring: contract.CalendarQuery,
        response: { 200: contract.CalendarList },
      },
    },
    async (request) =>
      request.read(async (work) => {
        const rows = await readCalendar(work, request.query.from, request.query.until)
        const names = await memberNames(
          work,
          rows.map(({ memberId }) => memberId),
        )
        return {
          items: rows.map(
            ({ passId, memberId, planName, endsDay, priceCents, chargeDay, noticeDay, failedCode, ...row }) => ({
              ...{ passId, memberId, memberName: names.get(memberId) ?? '', planName, endsDay },
              ...{ priceCents, chargeDay, noticeDay, failedCode, noticedAt: row.noticedAt?.toISOString() ?? null },
              state: row.stoppedAt
                ? ('stopped' as const)
                : row.chargedAt
                  ? ('charged' as const)
                  : row.failedAt
                    ? ('failed' as const)
                    : ('planned' as const),
            }),
          ),
        }
      }),
  )
}
