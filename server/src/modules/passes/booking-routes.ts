import { memberOf } from '#modules/identity/member-session.ts'
import { decodeCursor, pageOf } from '#platform/contract.ts'
import { type App, recordId, refusals } from '#platform/http.ts'
import { askForTime, callOffOwn, confirmBooking, settleAbsence } from './book-time.ts'
import * as bookings from './booking-contract.ts'
import { pageBookings } from './booking-queries.ts'
import { type AfterOpen, bookingRows, bookingsOf, openBookings, placeOf, rankedHolds } from './show-bookings.ts'
import { visitRefusals } from './use-routes.ts'

const settled = ['booking_not_found', 'booking_settled_before', 'store_not_allowed', 'clock_moved_back'] as const

/** Times that members ask for on their phone, and what staff do with them. */
export function bookingRoutes(app: App) {
  myRoutes(app)
  staffRoutes(app)
}

/** A cursor whose parts are of other kinds was not made here. */
function afterOpen(cursor: string | undefined): AfterOpen | null {
  const [startsAt, priority, heldAt, id] = decodeCursor(cursor, 4) ?? []
  const isMade = typeof startsAt === 'string' && typeof priority === 'number' && typeof heldAt === 'string'
  return isMade && typeof id === 'string' ? [startsAt, priority, heldAt, id] : null
}

function myRoutes(app: App) {
  const access = ['member'] as const
  app.get(
    '/me/bookings',
    { config: { access }, schema: { operationId: 'myBookingList', response: { 200: bookings.MyBookingList } } },
    async (request) => request.read((work) => bookingsOf(work, memberOf(request).memberId)),
  )

  app.post(
    '/me/bookings',
    {
      config: { access, idempotent: true, triesPerMinute: 20 },
      schema: {
        operationId: 'myBookingCreate',
        body: bookings.MyBookingCreate,
        response: {
          201: bookings.HoldAnswer,
          ...refusals(
            ...visitRefusals,
            ...['booking_in_past', 'booking_held_before', 'booking_too_far', 'booking_too_many', 'booking_same_time'],
          ),
        },
      },
    },
    async (request, reply) => {
      const { startsAt, ...body } = request.body
      const { memberId } = memberOf(request)
      const asked = { bookingId: recordId(request), memberId, ...body, startsAt: new Date(startsAt) }
      return reply.code(201).send(await request.inTransaction((work) => askForTime(work, asked)))
    },
  )

  app.post(
    '/me/bookings/:passHoldId/release',
    {
      config: { access, idempotent: true },
      schema: {
        operationId: 'myBookingRelease',
        params: bookings.HoldParams,
        body: bookings.MyBookingCallOff,
        response: { 200: bookings.HoldReleased, ...refusals(...settled, 'booking_in_past', 'booking_late') },
      },
    },
    async (request) => {
      const given = {
        ...{ bookingId: request.params.passHoldId, useId: recordId(request), memberId: memberOf(request).memberId },
        ...request.body,
      }
      return request.inTransaction((work) => callOffOwn(work, given))
    },
  )
}

function staffRoutes(app: App) {
  app.get(
    '/pass-bookings',
    {
      config: { permission: 'passes.read' },
      schema: {
        operationId: 'bookingList',
        querystring: bookings.BookingQuery,
        response: { 200: bookings.BookingPage },
      },
    },
    async (request) => {
      const { cursor, limit = 50, state = null, storeId = null } = request.query
      const filter = { state, storeId }
      return request.read(async (work) => {
        if (state === 'asked' || state === 'confirmed') {
          const rows = await openBookings(work, filter, afterOpen(cursor), limit + 1)
          const { page, next } = pageOf(rows, limit, (last) => [...placeOf(last)])
          return { items: await bookingRows(work, page), next }
        }
        const after = decodeCursor(cursor, 2) as [string, string] | null
        const rows = await pageBookings(work, filter, after, limit + 1)
        const { page, next } = pageOf(rows, limit, (last) => [last.startsAt, last.bookingId])
        return { items: await bookingRows(work, await rankedHolds(work, page)), next }
      })
    },
  )

  app.post(
    '/pass-holds/:passHoldId/confirmation',
    {
      config: { permission: 'passes.use', idempotent: true },
      schema: {
        operationId: 'bookingConfirm',
        params: bookings.HoldParams,
        response: {
          200: bookings.HoldAnswer,
          ...refusals(...settled, 'booking_confirmed_before', 'booking_in_past'),
        },
      },
    },
    async (request) => request.inTransaction((work) => confirmBooking(work, request.params.passHoldId)),
  )

  app.post(
    '/pass-holds/:passHoldId/absence',
    {
      config: { permission: 'passes.use', idempotent: true },
      schema: {
        operationId: 'bookingMissed',
        params: bookings.HoldParams,
        body: bookings.Absence,
        response: { 200: bookings.AbsenceAnswer, ...refusals(...settled, 'booking_not_begun', 'not_allowed') },
      },
    },
    async (request) => {
      const given = { useId: recordId(request), bookingId: request.params.passHoldId, ...request.body }
      return request.inTransaction((work) => settleAbsence(work, given))
    },
  )
}
