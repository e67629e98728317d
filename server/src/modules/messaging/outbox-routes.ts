import { decodeCursor, pageOf } from '#platform/contract.ts'
import { type App, refusals } from '#platform/http.ts'
import { storeFacts } from '#modules/shops/store-facts.ts'
import { memberNames } from '#modules/members/member-names.ts'
import * as contract from './contract.ts'
import { countStates, listMessages } from './message-queries.ts'
import type { MessageRunner } from './message-runner.ts'
import { stateGroups } from './message-state-rules.ts'
import { messageView } from './message-view.ts'
import { readPolicy, readSpentMills } from './policy-queries.ts'
import { savePolicy } from './save-policy.ts'
import { showMessage } from './show-message.ts'
import { monthOf } from './weigh-message.ts'

const countedDays = 30

/** The outbox: every message with what became of it and why; and the policy that decides. */
export function outboxRoutes(app: App, runner: MessageRunner) {
  app.get(
    '/messages',
    {
      config: { permission: 'messages.read' },
      schema: {
        operationId: 'messageList',
        querystring: contract.MessageListQuery,
        response: { 200: contract.MessagePage },
      },
    },
    async (request) => {
      const { cursor, limit = 50, state, group, channel = null, topic = null, memberId = null } = request.query
      const { from, until } = request.query
      const filter = {
        states: state ? [state] : group ? stateGroups[group] : null,
        ...{ channel, topic, memberId },
        from: from === undefined ? undefined : new Date(from),
        until: until === undefined ? undefined : new Date(until),
      }
      const key = decodeCursor(cursor, 2)
      const before = key && { at: String(key[0]), id: String(key[1]) }
      return request.read(async (work) => {
        const rows = await listMessages(work, filter, { before, limit: limit + 1 })
        const { page, next } = pageOf(rows, limit, (last) => [last.plannedAt, last.id])
        const names = await memberNames(
          work,
          page.map((row) => row.memberId),
        )
        return { items: page.map((row) => messageView(row, names)), next }
      })
    },
  )

  app.get(
    '/messages/:messageId',
    {
      config: { permission: 'messages.read' },
      schema: {
        operationId: 'messageGet',
        params: contract.MessageParams,
        response: { 200: contract.MessageView, ...refusals('message_not_found') },
      },
    },
    async (request) => request.read((work) => showMessage(work, request.params.messageId, runner.tools.publicUrl)),
  )

  app.get(
    '/message-counts',
    {
      config: { permission: 'messages.read' },
      schema: {
        operationId: 'messageCountsGet',
        querystring: contract.MessageCountsQuery,
        response: { 200: contract.MessageCounts },
      },
    },
    async (request) => {
      const { from } = request.query
      const since = from === undefined ? new Date(request.at.getTime() - countedDays * 86_400_000) : new Date(from)
      return { since: since.toISOString(), items: await request.read((work) => countStates(work, since)) }
    },
  )

  app.get(
    '/message-policy',
    {
      config: { permission: 'messages.read' },
      schema: { operationId: 'messagePolicyGet', response: { 200: contract.PolicyView } },
    },
    async (request) =>
      request.read(async (work) => {
        const [policy, stores] = await Promise.all([readPolicy(work), storeFacts(work)])
        const timeZone = [...stores.values()][0]?.timeZone ?? 'Asia/Shanghai'
        return { ...policy, spentMills: Math.max(0, await readSpentMills(work, monthOf(work.at, timeZone))) }
      }),
  )

  app.put(
    '/message-policy',
    {
      config: { permission: 'messages.manage', idempotent: true },
      schema: {
        operationId: 'messagePolicySave',
        body: contract.PolicySave,
        response: { 200: contract.PolicySaved, ...refusals('settings_changed') },
      },
    },
    async (request) => request.inTransaction((work) => savePolicy(work, request.body)),
  )
}
