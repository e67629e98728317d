import { type App, recordId, refusals } from '#platform/http.ts'
import { callOff } from './book-time.ts'
import * as bookings from './booking-contract.ts'
import * as contract from './contract.ts'
import { consumeHold, holdForBooking, releaseHold } from './hold-pass.ts'
import { checkPin, setPin } from './member-pin.ts'
import * as pins from './pin-contract.ts'
import * as uses from './use-contract.ts'
import { undoUse, usePass } from './use-pass.ts'

export const visitRefusals = [
  ...['store_not_found', 'store_not_allowed', 'store_closed', 'item_not_found', 'clock_moved_back'],
  ...['pass_not_found', 'pass_component_not_found', 'pass_ended', 'pass_expired', 'pass_frozen', 'pass_not_begun'],
  ...['pass_of_other_member', 'pass_used_up', 'pass_quota_used', 'pass_person_limit', 'pass_other_store'],
  ...['pass_other_item', 'pass_other_time', 'pass_other_staff', 'balance_insufficient'],
]
const memberRefusals = ['member_not_found', 'member_merged', 'member_erased', 'member_blocked'] as const

/** Using a pass, keeping it for a booking, and the number that a member says at the counter. */
export function useRoutes(app: App) {
  visitRoutes(app)
  holdRoutes(app)
  pinRoutes(app)
}

function visitRoutes(app: App) {
  app.post(
    '/passes/:passId/uses',
    {
      config: { permission: 'passes.use', idempotent: true, isAtCounter: true },
      schema: {
        operationId: 'passUseCreate',
        params: contract.PassParams,
        body: uses.UseCreate,
        response: {
          201: uses.UseAnswer,
          ...refusals(...visitRefusals, ...memberRefusals, 'identification_not_found', 'pass_shown_by_other'),
        },
      },
    },
    async (request, reply) => {
      const input = { useId: recordId(request), ...request.params, ...request.body }
      return reply.code(201).send(await request.inTransaction((work) => usePass(work, input)))
    },
  )

  app.post(
    '/pass-uses/:passUseId/undo',
    {
      config: { permission: 'passes.use', idempotent: true },
      schema: {
        operationId: 'passUseUndo',
        params: uses.UseParams,
        body: uses.UseUndo,
        response: {
          200: uses.UseUndone,
          ...refusals(
            ...['pass_use_not_found', 'pass_use_undone_before', 'pass_ended', 'clock_moved_back', 'store_not_allowed'],
            ...[
              'pass_undo_approval_needed',
              'approval_not_found',
              'approval_used',
              'approval_expired',
              'approval_mismatch',
            ],
          ),
        },
      },
    },
    async (request) =>
      request.inTransaction((work) => undoUse(work, { useId: request.params.passUseId, ...request.body })),
  )
}

function holdRoutes(app: App) {
  app.post(
    '/passes/:passId/holds',
    {
      config: { permission: 'passes.use', idempotent: true },
      schema: {
        operationId: 'passHoldCreate',
        params: contract.PassParams,
        body: bookings.HoldCreate,
        response: {
          201: bookings.HoldAnswer,
          ...refusals(...visitRefusals, 'booking_in_past', 'booking_held_before'),
        },
      },
    },
    async (request, reply) => {
      const { startsAt, ...body } = request.body
      const input = { bookingId: recordId(request), ...request.params, ...body, startsAt: new Date(startsAt) }
      return reply.code(201).send(await request.inTransaction((work) => holdForBooking(work, input)))
    },
  )

  const settled = ['booking_not_found', 'booking_settled_before', 'store_not_allowed', 'clock_moved_back'] as const
  app.post(
    '/pass-holds/:passHoldId/consumption',
    {
      config: { permission: 'passes.use', idempotent: true },
      schema: {
        operationId: 'passHoldConsume',
        params: bookings.HoldParams,
        response: { 201: uses.UseUndone, ...refusals(...settled, 'booking_not_today') },
      },
    },
    async (request, reply) => {
      const input = { useId: recordId(request), bookingId: request.params.passHoldId }
      return reply.code(201).send(await request.inTransaction((work) => consumeHold(work, input)))
    },
  )

  app.post(
    '/pass-holds/:passHoldId/release',
    {
      config: { permission: 'passes.use', idempotent: true },
      schema: {
        operationId: 'passHoldRelease',
        params: bookings.HoldParams,
        body: bookings.HoldRelease,
        response: { 200: bookings.HoldReleased, ...refusals(...settled, 'booking_in_past', 'not_allowed') },
      },
    },
    async (request) => {
      const { by, isForgiven } = request.body
      const given = { bookingId: request.params.passHoldId, useId: recordId(request) }
      return request.inTransaction(async (work) =>
        by === 'shop'
          ? { ...(await releaseHold(work, { ...given, by })), counts: false }
          : callOff(work, { ...given, isForgiven, mayCount: true }),
      )
    },
  )
}

function pinRoutes(app: App) {
  app.put(
    '/members/:memberId/pass-pin',
    {
      config: { permission: 'passes.change', idempotent: { without: 'set twice it is the same number' } },
      schema: {
        operationId: 'passPinSet',
        params: contract.MemberParams,
        body: pins.PinSet,
        response: {
          200: pins.PinAnswer,
          ...refusals('invalid_member_pin', 'member_not_found', 'member_merged', 'member_erased'),
        },
      },
    },
    async (request) => request.inTransaction((work) => setPin(work, { ...request.params, ...request.body })),
  )

  app.post(
    '/members/:memberId/pass-pin-checks',
    {
      config: { permission: 'passes.use', idempotent: true, triesPerMinute: 30 },
      schema: {
        operationId: 'passPinCheck',
        params: contract.MemberParams,
        body: pins.PinCheck,
        response: { 200: pins.PinChecked, ...refusals('member_pin_not_found', 'member_pin_locked_out') },
      },
    },
    async (request) => {
      const input = { id: recordId(request), ...request.params, ...request.body }
      return request.inTransaction((work) => checkPin(work, input))
    },
  )
}
