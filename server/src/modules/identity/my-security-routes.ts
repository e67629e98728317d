import { drawingSVG, qrcode, type RenderOptions } from 'bwip-js/node'
import { Type } from '#platform/contract.ts'
import { refusals, type App } from '#platform/http.ts'
import { accept } from '#shared/refusal.ts'
import { merchantFacts } from '#modules/shops/store-facts.ts'
import * as contract from './contract.ts'
import { endSession, endSessionsOf } from './end-session.ts'
import type { Identity } from './identity.ts'
import { checkPin } from './password-rules.ts'
import { hashPermittedPassword } from './permitted-password.ts'
import { mostPinTries } from './pin-sign-in.ts'
import { readLiveSessions } from './session-queries.ts'
import { changeOwnPassword, setOwnPin } from './set-password.ts'
import { confirmPassword } from './sign-in.ts'
import { passwordRefusals, staffOf } from './sign-in-routes.ts'
import { confirmTotp, startTotp, turnOffTotp } from './turn-on-totp.ts'
import { countRecoveryCodes } from './totp-queries.ts'
import { totpUri } from './totp.ts'
import { readUser } from './user-queries.ts'

const secretOnce = { without: 'the answer holds a secret, which is never stored' } as const
const again = { without: 'done twice it is the same state' } as const

function qrPicture(text: string): string {
  const options = { bcid: 'qrcode', text, scale: 4, padding: 4, backgroundcolor: 'ffffff' } as RenderOptions
  return `data:image/svg+xml;base64,${Buffer.from(qrcode(options, drawingSVG())).toString('base64')}`
}

/** What a signed-in person does about their own account. */
export async function mySecurityRoutes(app: App, { identity }: { identity: Identity }) {
  const access = ['staff'] as const

  app.get(
    '/me/security',
    { config: { access }, schema: { operationId: 'mySecurityGet', response: { 200: contract.MySecurity } } },
    async (request) => {
      const { userId } = staffOf(request)
      return request.read(async (work) => {
        const [user, recoveryCodesLeft] = await Promise.all([readUser(work, userId), countRecoveryCodes(work, userId)])
        return {
          hasTotp: user!.totpEnabledAt !== null,
          recoveryCodesLeft,
          hasPin: user!.pinHash !== null,
          isPinLocked: user!.pinTries >= mostPinTries,
          passwordChangedAt: user!.passwordChangedAt.toISOString(),
        }
      })
    },
  )

  app.put(
    '/me/password',
    {
      config: { access, idempotent: again, triesPerMinute: 20 },
      schema: {
        operationId: 'myPasswordChange',
        body: contract.PasswordChange,
        response: {
          200: contract.EndedSessions,
          ...refusals('password_wrong', 'too_many_requests', ...passwordRefusals),
        },
      },
    },
    async (request) => {
      const { userId, sessionId, merchantId } = staffOf(request)
      const { currentPassword, newPassword } = request.body
      const user = await confirmPassword(identity, { merchantId, userId }, currentPassword, request.at)
      const { name } = await request.read(merchantFacts)
      const passwordHash = await hashPermittedPassword(identity.passwords, newPassword, [
        user.loginName,
        user.name,
        name,
      ])
      return request.inTransaction((work) => changeOwnPassword(work, { userId, sessionId, passwordHash }))
    },
  )

  app.put(
    '/me/pin',
    {
      config: { access, idempotent: again, triesPerMinute: 20 },
      schema: {
        operationId: 'myPinChange',
        body: contract.PinChange,
        response: { 204: Type.Null(), ...refusals('password_wrong', 'invalid_pin', 'too_many_requests') },
      },
    },
    async (request, reply) => {
      const { userId, merchantId } = staffOf(request)
      const pin = accept(checkPin(request.body.pin))
      await confirmPassword(identity, { merchantId, userId }, request.body.currentPassword, request.at)
      const pinHash = await identity.passwords.hash(pin)
      await request.inTransaction((work) => setOwnPin(work, { userId, pinHash }))
      return reply.code(204).send(null)
    },
  )

  app.post(
    '/me/totp',
    {
      config: { access, idempotent: secretOnce, triesPerMinute: 20 },
      schema: {
        operationId: 'myTotpStart',
        body: contract.PasswordConfirmation,
        response: { 201: contract.TotpStart, ...refusals('password_wrong', 'totp_on', 'too_many_requests') },
      },
    },
    async (request, reply) => {
      const { userId, merchantId } = staffOf(request)
      await confirmPassword(identity, { merchantId, userId }, request.body.currentPassword, request.at)
      const { secret, uri } = await request.inTransaction(async (work) => {
        const started = await startTotp(work, { userId })
        const { name } = await merchantFacts(work)
        return { ...started, uri: totpUri(started.secret, { issuer: name, label: started.loginName }) }
      })
      return reply.code(201).send({ secret, uri, qr: qrPicture(uri) })
    },
  )

  app.post(
    '/me/totp/confirmation',
    {
      config: { access, idempotent: secretOnce, triesPerMinute: 10 },
      schema: {
        operationId: 'myTotpConfirmationCreate',
        body: contract.TotpConfirmation,
        response: { 201: contract.RecoveryCodes, ...refusals('totp_wrong', 'totp_on', 'totp_off') },
      },
    },
    async (request, reply) => {
      const { userId, sessionId } = staffOf(request)
      const input = { userId, sessionId, code: request.body.code }
      return reply.code(201).send(await request.inTransaction((work) => confirmTotp(work, identity.keys, input)))
    },
  )

  app.post(
    '/me/totp/removal',
    {
      config: { access, idempotent: again, triesPerMinute: 20 },
      schema: {
        operationId: 'myTotpRemovalCreate',
        body: contract.PasswordConfirmation,
        response: { 204: Type.Null(), ...refusals('password_wrong', 'totp_off', 'too_many_requests') },
      },
    },
    async (request, reply) => {
      const { userId, merchantId } = staffOf(request)
      await confirmPassword(identity, { merchantId, userId }, request.body.currentPassword, request.at)
      await request.inTransaction((work) => turnOffTotp(work, { userId }))
      return reply.code(204).send(null)
    },
  )

  app.get(
    '/me/sessions',
    { config: { access }, schema: { operationId: 'mySessionList', response: { 200: contract.SessionList } } },
    async (request) => {
      const { userId, sessionId } = staffOf(request)
      const sessions = await request.read((work) => readLiveSessions(work, userId))
      return { items: sessions.map((session) => ({ ...sessionView(session), isCurrent: session.id === sessionId })) }
    },
  )

  app.delete(
    '/me/sessions/:sessionId',
    {
      config: { access, idempotent: again },
      schema: {
        operationId: 'mySessionDelete',
        params: contract.SessionParams,
        response: { 204: Type.Null(), ...refusals('session_not_found') },
      },
    },
    async (request, reply) => {
      const { userId } = staffOf(request)
      await request.inTransaction((work) => endSession(work, { userId, sessionId: request.params.sessionId }))
      return reply.code(204).send(null)
    },
  )

  app.delete(
    '/me/sessions',
    {
      config: { access, idempotent: again },
      schema: { operationId: 'myOtherSessionsDelete', response: { 200: contract.EndedSessions } },
    },
    async (request) => {
      const { userId, sessionId } = staffOf(request)
      const ended = await request.inTransaction((work) => endSessionsOf(work, { userId, exceptSessionId: sessionId }))
      return { ended }
    },
  )
}

/** A session as lists show it. */
export function sessionView(session: Awaited<ReturnType<typeof readLiveSessions>>[number]) {
  const { id, ip, userAgent, deviceId } = session
  return {
    id,
    ip,
    userAgent,
    deviceId,
    isCurrent: false,
    createdAt: session.createdAt.toISOString(),
    lastSeenAt: session.lastSeenAt.toISOString(),
    expiresAt: session.expiresAt.toISOString(),
  }
}
