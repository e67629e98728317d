import type { FastifyRequest } from 'fastify'
import { refuseForged } from '#modules/identity/authenticate.ts'
import { setMemberCookie } from '#modules/identity/cookies.ts'
import type { Identity } from '#modules/identity/identity.ts'
import { sendPhoneCode } from '#modules/identity/prove-phone.ts'
import { findPortal } from '#modules/shops/find-portal.ts'
import { merchantFacts, storeFacts } from '#modules/shops/store-facts.ts'
import { type App, refusals } from '#platform/http.ts'
import { newId } from '#shared/ids.ts'
import { accept } from '#shared/refusal.ts'
import { readConsentTexts } from './consent-queries.ts'
import { askedOfNewcomers } from './consent-rules.ts'
import * as contract from './me-contract.ts'
import { enrolByPhone, signInMember } from './me-sign-in.ts'
import { readPhone } from './phone-rules.ts'

const onceOnly = { without: 'a code and a proof are used once' } as const

export function clientOf(request: FastifyRequest) {
  return { ip: request.ip, userAgent: request.headers['user-agent'] ?? '' }
}

export function languageOf(request: FastifyRequest): 'zh' | 'en' {
  return /^en/i.test(request.headers['accept-language'] ?? '') ? 'en' : 'zh'
}

/** What a phone in the street may call: what shop this is, a code, and with the code to sign in or to become a member. */
export function portalRoutes(app: App, { identity }: { identity: Identity }): void {
  const merchantOf = (request: FastifyRequest) => findPortal(identity.database, request.hostname)

  app.get(
    '/portal',
    {
      config: { access: 'public' },
      schema: { operationId: 'portalGet', response: { 200: contract.Portal, ...refusals('portal_not_found') } },
    },
    async (request) =>
      request.readFor(await merchantOf(request), async (work) => {
        const [merchant, stores, texts] = await Promise.all([
          merchantFacts(work),
          storeFacts(work),
          readConsentTexts(work),
        ])
        const open = [...stores.values()].filter(({ closedAt }) => closedAt === null)
        const { name, phone, currency, locale } = merchant
        return {
          merchant: { name, phone, currency, locale, timeZone: open[0]?.timeZone ?? 'Asia/Shanghai' },
          stores: open.map((store) => ({
            ...{ id: store.id, name: store.name, phone: store.phone, address: store.address },
          })),
          consentTexts: texts.filter(({ purpose }) => askedOfNewcomers.includes(purpose)),
        }
      }),
  )

  app.post(
    '/me/phone-codes',
    {
      config: { access: 'public', idempotent: { without: 'each asking sends a new code' }, triesPerMinute: 30 },
      schema: {
        operationId: 'mySignInCodeCreate',
        body: contract.PhoneCodeCreate,
        response: {
          202: contract.PhoneCodeAnswer,
          ...refusals('portal_not_found', 'invalid_phone', 'too_many_requests', 'phone_codes_unavailable'),
        },
      },
    },
    async (request, reply) => {
      refuseForged(request)
      const merchantId = await merchantOf(request)
      const phone = accept(readPhone(request.body.phone))
      const input = { merchantId, phone, purpose: 'sign_in', ip: request.ip, language: languageOf(request) } as const
      return reply.code(202).send(await sendPhoneCode(identity, input, request.at))
    },
  )

  app.post(
    '/me/session',
    {
      config: { access: 'public', idempotent: onceOnly, triesPerMinute: 60 },
      schema: {
        operationId: 'myMemberSessionCreate',
        body: contract.MySessionCreate,
        response: {
          201: contract.MySessionAnswer,
          ...refusals('portal_not_found', 'invalid_phone', 'credential_blocked', 'phone_code_expired'),
          ...refusals('phone_code_wrong', 'phone_code_expired', 'credential_blocked'),
          ...refusals('phone_code_locked_out', 'too_many_requests'),
        },
      },
    },
    async (request, reply) => {
      refuseForged(request)
      const phone = accept(readPhone(request.body.phone))
      const input = { merchantId: await merchantOf(request), phone, code: request.body.code, ...clientOf(request) }
      const outcome = await signInMember(identity, input, request.at)
      if ('proof' in outcome) return reply.code(201).send({ memberId: null, proof: outcome.proof })
      setMemberCookie(reply, identity.secure, outcome.token)
      return reply.code(201).send({ memberId: outcome.memberId, proof: null })
    },
  )

  app.post(
    '/me/enrolment',
    {
      config: { access: 'public', idempotent: onceOnly, triesPerMinute: 60 },
      schema: {
        operationId: 'myEnrolmentCreate',
        body: contract.MyEnrolment,
        response: {
          201: contract.MyEnrolmentAnswer,
          ...refusals('portal_not_found', 'store_not_found', 'invalid_phone', 'invalid_name'),
          ...refusals('phone_proof_expired', 'consent_text_outdated', 'credential_blocked'),
        },
      },
    },
    async (request, reply) => {
      refuseForged(request)
      const { phone, proof, name = null, consents, storeId = null, ...agreed } = request.body
      const who = {
        merchantId: await merchantOf(request),
        id: newId(request.at.getTime()),
        phone: accept(readPhone(phone)),
      }
      const input = { ...who, proof, name, consents, storeId, ...agreed, ...clientOf(request) }
      const { token, memberId, isNew } = await enrolByPhone(identity, input, request.at)
      setMemberCookie(reply, identity.secure, token)
      return reply.code(201).send({ memberId, isNew })
    },
  )
}
