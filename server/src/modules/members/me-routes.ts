import { clearMemberCookie } from '#modules/identity/cookies.ts'
import type { Identity } from '#modules/identity/identity.ts'
import {
  endMemberSession,
  endMemberSessionsOf,
  listMemberSessions,
  memberOf,
} from '#modules/identity/member-session.ts'
import { sendPhoneCode, withProvenPhone } from '#modules/identity/prove-phone.ts'
import { Type } from '#platform/contract.ts'
import { type App, recordId, refusals } from '#platform/http.ts'
import { accept } from '#shared/refusal.ts'
import { newId } from '#shared/ids.ts'
import { readConsents, readConsentTexts } from './consent-queries.ts'
import { currentConsents } from './consent-rules.ts'
import { readCodeSecret, renewCode } from './identify-member.ts'
import * as contract from './me-contract.ts'
import { changePhone } from './member-credentials.ts'
import { readFamilyIds } from './member-queries.ts'
import { readPhone } from './phone-rules.ts'
import { clientOf, languageOf, portalRoutes } from './portal-routes.ts'
import { readLiveMember } from './read-live-member.ts'
import { giveConsent, withdrawConsent } from './record-consent.ts'
import { updateMember } from './update-member.ts'

const access = ['member'] as const
const again = { without: 'done twice it is the same state' } as const
const gone = ['member_not_found', 'member_merged', 'member_erased'] as const

/** What members do by themselves on their phone: signing in, and what is kept of who they are. */
export async function meRoutes(app: App, options: { identity: Identity }) {
  // What these routes change decides who may do what: nobody remembered may outlive it in this process.
  app.addHook('onSend', async (request) => {
    if (request.method !== 'GET') options.identity.authenticator.forget()
  })
  portalRoutes(app, options)
  sessionRoutes(app, options)
  profileRoutes(app, options)
  cardRoutes(app)
  consentRoutes(app)
}

function sessionRoutes(app: App, { identity }: { identity: Identity }): void {
  app.get(
    '/me/session',
    {
      config: { access },
      schema: { operationId: 'myMemberSessionGet', response: { 200: contract.MySession, ...refusals(...gone) } },
    },
    async (request) => {
      const { memberId, sessionId } = memberOf(request)
      const { id, number, name, status, enrolledAt } = await request.read((work) => readLiveMember(work, memberId))
      return { sessionId, member: { id, number, name, status, enrolledAt: enrolledAt.toISOString() } }
    },
  )

  app.delete(
    '/me/session',
    {
      config: { access, idempotent: { without: 'signing out twice is signing out' } },
      schema: {
        operationId: 'myMemberSessionDelete',
        response: { 204: Type.Null(), ...refusals('session_not_found') },
      },
    },
    async (request, reply) => {
      const { memberId, sessionId } = memberOf(request)
      await request.inTransaction(async (work) =>
        endMemberSession(work, { memberIds: await readFamilyIds(work, memberId), sessionId }),
      )
      clearMemberCookie(reply, identity.secure)
      return reply.code(204).send(null)
    },
  )

  app.get(
    '/me/logins',
    { config: { access }, schema: { operationId: 'myLoginList', response: { 200: contract.MyLogins } } },
    async (request) => {
      const { memberId, sessionId } = memberOf(request)
      const rows = await request.read(async (work) => listMemberSessions(work, await readFamilyIds(work, memberId)))
      return { items: rows.map((row) => ({ ...row, isCurrent: row.id === sessionId })) }
    },
  )

  app.delete(
    '/me/logins/:memberSessionId',
    {
      config: { access, idempotent: again },
      schema: {
        operationId: 'myLoginDelete',
        params: contract.MemberSessionParams,
        response: { 204: Type.Null(), ...refusals('session_not_found') },
      },
    },
    async (request, reply) => {
      const { memberId } = memberOf(request)
      const sessionId = request.params.memberSessionId
      await request.inTransaction(async (work) =>
        endMemberSession(work, { memberIds: await readFamilyIds(work, memberId), sessionId }),
      )
      return reply.code(204).send(null)
    },
  )

  app.delete(
    '/me/logins',
    {
      config: { access, idempotent: again },
      schema: { operationId: 'myOtherLoginsDelete', response: { 200: contract.EndedLogins } },
    },
    async (request) => {
      const { memberId, sessionId } = memberOf(request)
      const ended = await request.inTransaction(async (work) =>
        endMemberSessionsOf(work, { memberIds: await readFamilyIds(work, memberId), exceptSessionId: sessionId }),
      )
      return { ended }
    },
  )
}

function profileRoutes(app: App, { identity }: { identity: Identity }): void {
  app.get(
    '/me/profile',
    {
      config: { access },
      schema: { operationId: 'myProfileGet', response: { 200: contract.MyProfile, ...refusals(...gone) } },
    },
    async (request) => {
      const row = await request.read((work) => readLiveMember(work, memberOf(request).memberId))
      const { id, number, name, gender, phone, birthday, homeStoreId, allergies, version } = row
      return { id, number, name, gender, phone, birthday, homeStoreId, allergies, version }
    },
  )

  app.patch(
    '/me/profile',
    {
      config: { access, idempotent: true },
      schema: {
        operationId: 'myProfileChange',
        body: contract.MyProfileChange,
        response: {
          200: contract.MyProfileVersion,
          ...refusals(...gone, 'member_changed', 'store_not_found'),
          ...refusals('member_merged', 'member_erased', 'member_changed'),
          ...refusals('member_not_found', 'store_not_found'),
          ...refusals('invalid_name', 'invalid_birthday'),
        },
      },
    },
    async (request) => {
      const { memberId } = memberOf(request)
      const { version, ...changes } = request.body
      return request.inTransaction((work) => updateMember(work, { memberId, version, changes }))
    },
  )

  app.post(
    '/me/phone/codes',
    {
      config: { access, idempotent: { without: 'each asking sends a new code' }, triesPerMinute: 30 },
      schema: {
        operationId: 'myPhoneCodeCreate',
        body: contract.PhoneCodeCreate,
        response: {
          202: contract.PhoneCodeAnswer,
          ...refusals('invalid_phone', 'too_many_requests', 'phone_codes_unavailable'),
        },
      },
    },
    async (request, reply) => {
      const { merchantId } = memberOf(request)
      const phone = accept(readPhone(request.body.phone))
      const input = {
        merchantId,
        phone,
        purpose: 'phone_change',
        ip: request.ip,
        language: languageOf(request),
      } as const
      return reply.code(202).send(await sendPhoneCode(identity, input, request.at))
    },
  )

  app.put(
    '/me/phone',
    {
      config: { access, idempotent: { without: 'a code is used once' }, triesPerMinute: 60 },
      schema: {
        operationId: 'myPhoneChange',
        body: contract.MyPhoneChange,
        response: {
          200: contract.MyPhoneAnswer,
          ...refusals('invalid_phone', 'member_not_found'),
          ...refusals('phone_code_wrong', 'phone_code_expired', 'phone_taken', 'member_merged', 'member_erased'),
          ...refusals('phone_code_locked_out', 'too_many_requests'),
        },
      },
    },
    async (request) => {
      const { merchantId, ...actor } = memberOf(request)
      const phone = accept(readPhone(request.body.phone))
      const proof = { merchantId, phone, purpose: 'phone_change', code: request.body.code, actor } as const
      return withProvenPhone(identity, { ...proof, ip: clientOf(request).ip }, request.at, (work) =>
        changePhone(work, { id: newId(work.at.getTime()), memberId: actor.memberId, phone }),
      )
    },
  )
}

function cardRoutes(app: App): void {
  app.get(
    '/me/card',
    {
      config: { access },
      schema: { operationId: 'myCardGet', response: { 200: contract.MyCard, ...refusals(...gone) } },
    },
    async (request) => {
      const { number, secret } = await request.read((work) => readCodeSecret(work, memberOf(request).memberId))
      return { number, secret: secret.toString('base64'), at: request.at.toISOString() }
    },
  )

  app.post(
    '/me/card/renewal',
    {
      config: { access, idempotent: true },
      schema: {
        operationId: 'myCardRenew',
        response: { 200: contract.MyCardAnswer, ...refusals('member_not_found') },
      },
    },
    async (request) => request.inTransaction((work) => renewCode(work, { memberId: memberOf(request).memberId })),
  )
}

function consentRoutes(app: App): void {
  app.get(
    '/me/consents',
    { config: { access }, schema: { operationId: 'myConsentList', response: { 200: contract.MyConsents } } },
    async (request) =>
      request.read(async (work) => {
        const family = await readFamilyIds(work, memberOf(request).memberId)
        const [texts, history] = await Promise.all([readConsentTexts(work), readConsents(work, family)])
        const current = currentConsents(history)
        const items = texts.map((text) => {
          const held = current.get(text.purpose)
          return {
            purpose: text.purpose,
            isGiven: held?.isGiven ?? false,
            at: held?.at.toISOString() ?? null,
            agreedVersion: held?.isGiven ? held.textVersion : null,
            text,
          }
        })
        return { items }
      }),
  )

  app.put(
    '/me/consents/:purpose',
    {
      config: { access, idempotent: true },
      schema: {
        operationId: 'myConsentGive',
        params: contract.PurposeParams,
        body: contract.MyConsentGive,
        response: { 200: contract.MyConsentAnswer, ...refusals(...gone, 'consent_text_outdated') },
      },
    },
    async (request) => {
      const { memberId } = memberOf(request)
      const input = { id: recordId(request), memberId, ...request.params, ...request.body, source: 'portal' as const }
      return request.inTransaction((work) => giveConsent(work, input))
    },
  )

  app.delete(
    '/me/consents/:purpose',
    {
      config: { access, idempotent: true },
      schema: {
        operationId: 'myConsentWithdraw',
        params: contract.PurposeParams,
        response: { 200: contract.MyConsentAnswer, ...refusals(...gone) },
      },
    },
    async (request) => {
      const { memberId } = memberOf(request)
      const input = { id: recordId(request), memberId, ...request.params, source: 'portal' as const }
      return request.inTransaction((work) => withdrawConsent(work, input))
    },
  )
}
