import { memberOf } from '#modules/identity/member-session.ts'
import { familyKeys, reachMember } from '#modules/members/reach-member.ts'
import { decodeCursor, pageOf } from '#platform/contract.ts'
import { type App, refusals } from '#platform/http.ts'
import { accept, Refused } from '#shared/refusal.ts'
import { changePreferences, readPreferences } from './change-preferences.ts'
import * as contract from './contract.ts'
import { countUnread, listInbox, markRead } from './inbox-queries.ts'
import type { MessageRunner } from './message-runner.ts'
import { openInbox } from './message-secrets.ts'
import { addressToProve, countEmailCode, proveEmail, sendEmailCode } from './prove-email.ts'

const access = ['member'] as const
const gone = ['member_not_found', 'member_erased'] as const

/** What members see of their messages on their phone: the inbox, and what they want to hear. */
export function messageMeRoutes(app: App, runner: MessageRunner) {
  emailRoutes(app, runner)

  app.get(
    '/me/inbox',
    {
      config: { access },
      schema: {
        operationId: 'myInboxGet',
        querystring: contract.InboxQuery,
        response: { 200: contract.Inbox, ...refusals('member_not_found') },
      },
    },
    async (request) => {
      const { memberId } = memberOf(request)
      const { cursor, limit = 20 } = request.query
      const key = decodeCursor(cursor, 2)
      const before = key && { at: String(key[0]), id: String(key[1]) }
      return request.read(async (work) => {
        const member = await reachMember(work, memberId)
        if (!member?.key) throw new Refused('member_not_found')
        const [rows, unread, keys] = await Promise.all([
          listInbox(work, member.familyIds, { before, limit: limit + 1 }),
          countUnread(work, member.familyIds),
          familyKeys(work, member.familyIds),
        ])
        const { page, next } = pageOf(rows, limit, (last) => [last.at, last.id])
        return {
          items: page.flatMap(({ id, memberId: writtenTo, kind, content, at, readAt }) => {
            // What was written to a record before it was merged into this one is sealed with a key of its own.
            const key = keys.get(writtenTo)
            const words = key && openInbox(key, id, content)
            return words ? [{ id, kind, ...words, at: at.toISOString(), isRead: readAt !== null }] : []
          }),
          unread,
          next,
        }
      })
    },
  )

  app.post(
    '/me/inbox/read',
    {
      config: { access, idempotent: { without: 'what is read stays read' } },
      schema: {
        operationId: 'myInboxMarkRead',
        body: contract.InboxRead,
        response: { 200: contract.InboxMarked, ...refusals('member_not_found') },
      },
    },
    async (request) => {
      const { memberId } = memberOf(request)
      return request.inTransaction(async (work) => {
        const member = await reachMember(work, memberId)
        if (!member) throw new Refused('member_not_found')
        return { marked: await markRead(work, member.familyIds, new Date(request.body.through)) }
      })
    },
  )

  app.get(
    '/me/message-preferences',
    {
      config: { access },
      schema: { operationId: 'myMessagePreferencesGet', response: { 200: contract.Preferences, ...refusals(...gone) } },
    },
    async (request) => request.read((work) => readPreferences(work, memberOf(request).memberId, work.actor)),
  )

  app.put(
    '/me/message-preferences',
    {
      config: { access, idempotent: true },
      schema: {
        operationId: 'myMessagePreferencesChange',
        body: contract.PreferenceChange,
        response: {
          200: contract.PreferenceSaved,
          ...refusals(...gone, 'invalid_time_zone', 'invalid_quiet_hours'),
        },
      },
    },
    async (request) => {
      const { memberId } = memberOf(request)
      return request.inTransaction((work) => changePreferences(work, memberId, request.body, 'portal'))
    },
  )
}

/** A member shows that the address they gave is read by them: until then nothing is advertised to it. */
function emailRoutes(app: App, runner: MessageRunner): void {
  app.post(
    '/me/email/codes',
    {
      config: { access, idempotent: { without: 'each asking sends a new code' }, triesPerMinute: 30 },
      schema: {
        operationId: 'myEmailCodeCreate',
        response: {
          202: contract.EmailCodeSent,
          ...refusals(...gone, 'email_missing', 'email_proved', 'too_many_requests'),
        },
      },
    },
    async (request, reply) => {
      const { memberId, merchantId } = memberOf(request)
      const address = await request.read((work) => addressToProve(work, memberId))
      await countEmailCode(runner.tools.database, address, request.at)
      const sent = await request.inTransaction((work) => sendEmailCode(work, memberId))
      runner.take(merchantId, sent.emailCodeId)
      return reply.code(202).send(sent)
    },
  )

  app.post(
    '/me/email/proof',
    {
      config: { access, idempotent: { without: 'a code is used once' }, triesPerMinute: 60 },
      schema: {
        operationId: 'myEmailProve',
        body: contract.EmailProof,
        response: {
          200: contract.PreferenceSaved,
          ...refusals(...gone, 'email_missing', 'email_code_wrong', 'email_code_expired', 'email_code_locked_out'),
        },
      },
    },
    async (request) => {
      const input = { memberId: memberOf(request).memberId, code: request.body.code }
      // A wrong try is committed before it is refused: it counts.
      return accept(await request.inTransaction((work) => proveEmail(work, input)))
    },
  )
}
