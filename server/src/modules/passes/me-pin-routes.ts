import { memberOf } from '#modules/identity/member-session.ts'
import { type App, refusals } from '#platform/http.ts'
import { setPin } from './member-pin.ts'
import * as pins from './pin-contract.ts'
import { hasPin } from './pin-queries.ts'

const access = ['member'] as const

/** The number that a member says at the counter, set on their own phone; it is never shown again. */
export function myPinRoutes(app: App) {
  app.get(
    '/me/pass-pin',
    { config: { access }, schema: { operationId: 'myPassPinGet', response: { 200: pins.MyPin } } },
    async (request) => request.read(async (work) => ({ isSet: await hasPin(work, memberOf(request).memberId) })),
  )

  app.put(
    '/me/pass-pin',
    {
      config: { access, idempotent: { without: 'set twice it is the same number' }, triesPerMinute: 10 },
      schema: {
        operationId: 'myPassPinSet',
        body: pins.PinSet,
        response: {
          200: pins.PinAnswer,
          ...refusals('invalid_member_pin', 'member_not_found', 'member_merged', 'member_erased'),
        },
      },
    },
    async (request) =>
      request.inTransaction((work) => setPin(work, { memberId: memberOf(request).memberId, pin: request.body.pin })),
  )
}
