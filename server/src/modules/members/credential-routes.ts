import { Type } from '#platform/contract.ts'
import { type App, recordId, refusals } from '#platform/http.ts'
import { Refused } from '#shared/refusal.ts'
import * as contract from './contract.ts'
import { renewCode } from './identify-member.ts'
import { addCredential, blockCredential, changePhone, replaceCard, unblockCredential } from './member-credentials.ts'
import { readMember } from './member-queries.ts'
import { memberSymbol } from './member-symbol.ts'

const edit = { permission: 'members.edit', idempotent: true } as const
const gone = ['member_not_found', 'member_merged', 'member_erased'] as const

/** Cards, phones and codes of members. */
export function memberCredentialRoutes(app: App): void {
  app.post(
    '/members/:memberId/credentials',
    {
      config: edit,
      schema: {
        operationId: 'memberCredentialCreate',
        params: contract.MemberParams,
        body: contract.CredentialCreate,
        response: {
          201: contract.CredentialAnswer,
          ...refusals('member_not_found', 'invalid_card', 'invalid_phone'),
          ...refusals('member_merged', 'member_erased', 'card_taken', 'phone_taken'),
        },
      },
    },
    async (request, reply) => {
      const input = { id: recordId(request), ...request.params, ...request.body }
      return reply.code(201).send(await request.inTransaction((work) => addCredential(work, input)))
    },
  )

  app.put(
    '/members/:memberId/phone',
    {
      config: edit,
      schema: {
        operationId: 'memberPhoneChange',
        params: contract.MemberParams,
        body: contract.PhoneChange,
        response: { 200: contract.PhoneAnswer, ...refusals(...gone, 'invalid_phone', 'phone_taken') },
      },
    },
    async (request) => {
      const input = { id: recordId(request), ...request.params, ...request.body }
      return request.inTransaction((work) => changePhone(work, input))
    },
  )

  app.post(
    '/member-credentials/:credentialId/replacement',
    {
      config: edit,
      schema: {
        operationId: 'memberCardReplace',
        params: contract.CredentialParams,
        body: contract.CardReplacement,
        response: {
          201: contract.CredentialAnswer,
          ...refusals('credential_not_found', 'member_not_found', 'invalid_card'),
          ...refusals('credential_blocked', 'card_taken', 'member_merged', 'member_erased'),
        },
      },
    },
    async (request, reply) => {
      const input = { id: recordId(request), ...request.params, ...request.body }
      return reply.code(201).send(await request.inTransaction((work) => replaceCard(work, input)))
    },
  )

  app.post(
    '/member-credentials/:credentialId/block',
    {
      config: edit,
      schema: {
        operationId: 'memberCredentialBlock',
        params: contract.CredentialParams,
        body: contract.BlockCreate,
        response: {
          200: contract.CredentialAnswer,
          ...refusals('credential_not_found', 'credential_blocked', 'member_erased', 'member_merged'),
        },
      },
    },
    async (request) => request.inTransaction((work) => blockCredential(work, { ...request.params, ...request.body })),
  )

  app.delete(
    '/member-credentials/:credentialId/block',
    {
      config: edit,
      schema: {
        operationId: 'memberCredentialUnblock',
        params: contract.CredentialParams,
        response: {
          200: contract.CredentialAnswer,
          ...refusals(
            'credential_not_found',
            'credential_not_blocked',
            'credential_blocked',
            'member_erased',
            'member_merged',
          ),
        },
      },
    },
    async (request) => request.inTransaction((work) => unblockCredential(work, request.params)),
  )

  app.post(
    '/members/:memberId/code-renewal',
    {
      config: edit,
      schema: {
        operationId: 'memberCodeRenew',
        params: contract.MemberParams,
        response: { 200: contract.CodeAnswer, ...refusals('member_not_found') },
      },
    },
    async (request) => request.inTransaction((work) => renewCode(work, request.params)),
  )

  app.get(
    '/members/:memberId/symbol.svg',
    {
      config: { permission: 'members.read' },
      schema: {
        operationId: 'memberSymbol',
        params: contract.MemberParams,
        querystring: contract.SymbolQuery,
        response: { 200: Type.String(), ...refusals('member_not_found') },
      },
    },
    async (request, reply) => {
      const member = await request.read((work) => readMember(work, request.params.memberId))
      if (!member) throw new Refused('member_not_found')
      return reply.type('image/svg+xml').send(memberSymbol(member.number, request.query.kind ?? 'qr'))
    },
  )
}
