import type { FastifyRequest } from 'fastify'
import { Type } from '#platform/contract.ts'
import { refusals, type App } from '#platform/http.ts'
import { Refused } from '#shared/refusal.ts'
import { merchantFacts, storeFacts } from '#modules/shops/store-facts.ts'
import { refuseForged } from './authenticate.ts'
import * as contract from './contract.ts'
import { clearSessionCookie, markBrowser, setSessionCookie } from './cookies.ts'
import { endSession } from './end-session.ts'
import type { Identity } from './identity.ts'
import { signInByPin } from './pin-sign-in.ts'
import { deviceFacts } from './register-device.ts'
import { needsSetup, setUp } from './set-up.ts'
import { signIn } from './sign-in.ts'
import { readUserViews } from './user-queries.ts'

export const passwordRefusals = [
  'password_too_short',
  'password_too_long',
  'password_common',
  'password_holds_name',
] as const

const onceOnly = { without: 'each sign-in makes a new session; nothing is stored to replay' } as const

function clientOf(request: FastifyRequest) {
  return { ip: request.ip, userAgent: request.headers['user-agent'] ?? '' }
}

function deviceKeyOf(request: FastifyRequest): string | null {
  const key = request.headers['x-device-key']
  return typeof key === 'string' && key.length <= 200 ? key : null
}

/** The signed-in person. */
export function staffOf(request: FastifyRequest) {
  const actor = request.caller?.actor
  if (actor?.kind !== 'staff') throw new Refused('not_signed_in')
  return { ...actor, merchantId: request.caller!.merchantId }
}

export async function signInRoutes(app: App, { identity }: { identity: Identity }) {
  const { secure } = identity

  app.get(
    '/setup',
    { config: { access: 'public' }, schema: { operationId: 'setupGet', response: { 200: contract.SetupState } } },
    async () => ({ needed: await needsSetup(identity) }),
  )

  app.post(
    '/setup',
    {
      config: { access: 'public', idempotent: { without: 'an empty system is set up once' }, triesPerMinute: 20 },
      schema: {
        operationId: 'setupCreate',
        body: contract.SetupCreate,
        response: {
          201: contract.SetupAnswer,
          ...refusals('setup_done', 'setup_code_wrong', 'invalid_currency', 'invalid_time_zone', 'invalid_login_name'),
          ...refusals(
            'password_too_short',
            'password_too_long',
            'password_common',
            'password_holds_name',
            'setup_done',
            'setup_code_wrong',
          ),
        },
      },
    },
    async (request, reply) => {
      refuseForged(request)
      const input = { locale: 'zh-CN' as const, ...request.body, ...clientOf(request) }
      const { token, ...answer } = await setUp(identity, input, request.at)
      setSessionCookie(reply, secure, token)
      markBrowser(request, reply, secure)
      return reply.code(201).send(answer)
    },
  )

  app.post(
    '/session',
    {
      config: { access: 'public', idempotent: onceOnly, triesPerMinute: 60 },
      schema: {
        operationId: 'sessionCreate',
        body: contract.SessionCreate,
        response: {
          201: contract.SessionAnswer,
          ...refusals('sign_in_failed', 'totp_needed', 'totp_wrong', 'too_many_requests'),
        },
      },
    },
    async (request, reply) => {
      refuseForged(request)
      const browser = markBrowser(request, reply, secure)
      const input = { ...request.body, ...clientOf(request), browser, deviceKey: deviceKeyOf(request) }
      const { token, userId } = await signIn(identity, input, request.at)
      await endFormer(identity, request)
      setSessionCookie(reply, secure, token)
      return reply.code(201).send({ userId })
    },
  )

  app.post(
    '/session/pin',
    {
      config: { access: 'public', idempotent: onceOnly, triesPerMinute: 60 },
      schema: {
        operationId: 'sessionByPinCreate',
        body: contract.PinSessionCreate,
        response: {
          201: contract.SessionAnswer,
          ...refusals(
            'pin_wrong',
            'pin_locked_out',
            'device_needed',
            'user_disabled',
            'store_not_allowed',
            'user_not_found',
          ),
        },
      },
    },
    async (request, reply) => {
      refuseForged(request)
      const till = await tillOf(request)
      const input = { ...request.body, ...till, ...clientOf(request) }
      const { token } = await signInByPin(identity, input, request.at)
      await endFormer(identity, request)
      setSessionCookie(reply, secure, token)
      return reply.code(201).send({ userId: input.userId })
    },
  )

  app.get(
    '/session',
    { config: { access: ['staff'] }, schema: { operationId: 'sessionGet', response: { 200: contract.Session } } },
    async (request) => {
      const { userId, sessionId, storeIds, permissions, deviceId } = staffOf(request)
      return request.read(async (work) => {
        const [merchant, stores, users, device] = await Promise.all([
          merchantFacts(work),
          storeFacts(work, storeIds),
          readUserViews(work, userId),
          deviceId ? deviceFacts(work, deviceId) : undefined,
        ])
        const { name, loginName, isOwner, mustChangePassword } = users[0]!
        return {
          sessionId,
          user: { id: userId, name, loginName, isOwner, mustChangePassword },
          merchant: { id: work.merchantId, name: merchant.name, currency: merchant.currency, locale: merchant.locale },
          stores: [...stores.values()]
            .filter((store) => !store.closedAt)
            .map(({ id, number, name, timeZone, cutoffHour }) => ({ id, number, name, timeZone, cutoffHour })),
          permissions: [...permissions],
          ...(device ? { device } : {}),
        }
      })
    },
  )

  app.delete(
    '/session',
    {
      config: { access: ['staff'], idempotent: { without: 'signing out twice is signing out' } },
      schema: { operationId: 'sessionDelete', response: { 204: Type.Null() } },
    },
    async (request, reply) => {
      const { sessionId, userId } = staffOf(request)
      await request.inTransaction((work) => endSession(work, { sessionId, userId }))
      clearSessionCookie(reply, secure)
      return reply.code(204).send(null)
    },
  )

  /** The till that a request comes from: by its key, or the one its session is bound to. */
  async function tillOf(request: FastifyRequest) {
    const till = await identity.authenticator.authenticateDevice(request)
    if (till) return till
    const { caller } = request
    if (caller?.actor.kind !== 'staff' || !caller.actor.deviceId) throw new Refused('device_needed')
    const { deviceId } = caller.actor
    const { storeId } = await request.read((work) => deviceFacts(work, deviceId))
    return { merchantId: caller.merchantId, deviceId, storeId }
  }
}

/** Whoever signs in over a session leaves none behind. */
async function endFormer(identity: Identity, request: FastifyRequest): Promise<void> {
  const actor = request.caller?.actor
  if (actor?.kind === 'staff') await request.inTransaction((work) => endSession(work, actor))
  identity.authenticator.forget()
}
