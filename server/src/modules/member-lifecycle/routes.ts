import { seesContact } from '#modules/members/member-view.ts'
import { maskPhone } from '#modules/members/phone-rules.ts'
import type { Actor } from '#platform/actor.ts'
import { Type } from '#platform/contract.ts'
import { type App, recordId, refusals } from '#platform/http.ts'
import * as contract from './contract.ts'
import { copyAsPage } from './copy-page-rules.ts'
import { coolingOffDays, requestErasure, withdrawErasure } from './erase-member.ts'
import { readErasure } from './erasure-queries.ts'
import { exportMember } from './export-member.ts'
import { findDuplicates } from './find-duplicates.ts'
import { readLeftBehind } from './left-behind.ts'
import { memberLifecycleMeRoutes } from './me-routes.ts'
import { markDistinct, mergeMembers, quoteMerge, undoMerge } from './merge-members.ts'
import { readMerges } from './merge-queries.ts'

const merge = { permission: 'members.merge', idempotent: true } as const
const erase = { permission: 'members.erase', idempotent: true } as const
const gone = ['member_not_found', 'member_merged', 'member_erased'] as const

/** Merging, erasing and exporting members. */
export async function memberLifecycleRoutes(app: App) {
  duplicateRoutes(app)
  mergeRoutes(app)
  erasureRoutes(app)
  exportRoute(app)
  memberLifecycleMeRoutes(app)
}

type Twin = Awaited<ReturnType<typeof findDuplicates>>[number]['first']

function personView({ id, number, name, phone, gender, birthday, homeStoreId, enrolledAt }: Twin, actor: Actor) {
  const shown = phone && !seesContact(actor, id) ? maskPhone(phone) : phone
  return { id, number, name, phone: shown, gender, birthday, homeStoreId, enrolledAt: enrolledAt.toISOString() }
}

function duplicateRoutes(app: App): void {
  app.get(
    '/member-duplicates',
    {
      config: { permission: 'members.merge' },
      schema: {
        operationId: 'memberDuplicateList',
        querystring: contract.DuplicateQuery,
        response: { 200: contract.Duplicates },
      },
    },
    async (request) => {
      const pairs = await request.read((work) => findDuplicates(work, request.query.limit ?? 50))
      const { actor } = request.caller!
      const items = pairs.map(({ first, second, reasons }) => ({
        first: personView(first, actor),
        second: personView(second, actor),
        reasons,
      }))
      return { items }
    },
  )

  app.post(
    '/member-duplicates/distinct',
    {
      config: merge,
      schema: {
        operationId: 'memberDistinctPairCreate',
        body: contract.DistinctPairCreate,
        response: { 201: contract.DistinctPairAnswer, ...refusals(...gone, 'merge_same_member') },
      },
    },
    async (request, reply) =>
      reply.code(201).send(await request.inTransaction((work) => markDistinct(work, request.body))),
  )
}

function mergeRoutes(app: App): void {
  app.post(
    '/member-merges/quote',
    {
      config: { permission: 'members.merge', idempotent: { without: 'it changes nothing' } },
      schema: {
        operationId: 'memberMergeQuote',
        body: contract.MergeQuoteRequest,
        response: { 200: contract.MergeQuote, ...refusals(...gone, 'merge_same_member') },
      },
    },
    async (request) => request.read((work) => quoteMerge(work, request.body)),
  )

  app.post(
    '/member-merges',
    {
      config: merge,
      schema: {
        operationId: 'memberMergeCreate',
        body: contract.MergeCreate,
        response: {
          201: contract.MergeAnswer,
          ...refusals('member_not_found'),
          ...refusals(
            'member_merged',
            'member_erased',
            'merge_same_member',
            'merge_changed',
            'value_held',
            'balance_too_large',
          ),
        },
      },
    },
    async (request, reply) => {
      const input = { id: recordId(request), ...request.body }
      return reply.code(201).send(await request.inTransaction((work) => mergeMembers(work, input)))
    },
  )

  app.delete(
    '/member-merges/:mergeId',
    {
      config: merge,
      schema: {
        operationId: 'memberMergeUndo',
        params: contract.MergeParams,
        response: {
          200: contract.MergeAnswer,
          ...refusals('merge_not_found', 'member_not_found'),
          ...refusals('merge_undone', 'member_merged', 'member_erased', 'balance_too_large'),
        },
      },
    },
    async (request) => request.inTransaction((work) => undoMerge(work, request.params)),
  )

  app.get(
    '/members/:memberId/merges',
    {
      config: { permission: 'members.read' },
      schema: { operationId: 'memberMergeList', params: contract.MemberParams, response: { 200: contract.Merges } },
    },
    async (request) => {
      const rows = await request.read((work) => readMerges(work, request.params.memberId))
      const items = rows.map(({ id, survivorId, absorbedId, at, actorId, undoneAt }) => ({
        ...{ id, survivorId, absorbedId, actorId },
        at: at.toISOString(),
        undoneAt: undoneAt?.toISOString() ?? null,
      }))
      return { items }
    },
  )
}

function erasureRoutes(app: App): void {
  app.get(
    '/members/:memberId/erasure',
    {
      config: { permission: 'members.read' },
      schema: { operationId: 'memberErasureGet', params: contract.MemberParams, response: { 200: contract.Erasure } },
    },
    async (request) =>
      request.read(async (work) => {
        const { memberId } = request.params
        const [row, left] = await Promise.all([readErasure(work, memberId), readLeftBehind(work, memberId)])
        const erasure = row && {
          id: row.id,
          requestedAt: row.requestedAt.toISOString(),
          dueAt: row.dueAt.toISOString(),
          withdrawnAt: row.withdrawnAt?.toISOString() ?? null,
          // Told as done once no restore can undo it.
          doneAt: (row.journaledAt && row.doneAt)?.toISOString() ?? null,
        }
        return { erasure: erasure ?? null, coolingOffDays, ...left }
      }),
  )

  app.post(
    '/members/:memberId/erasure',
    {
      config: erase,
      schema: {
        operationId: 'memberErasureCreate',
        params: contract.MemberParams,
        body: contract.ErasureCreate,
        response: { 201: contract.ErasureAnswer, ...refusals(...gone, 'erasure_requested', 'erasure_value_left') },
      },
    },
    async (request, reply) => {
      const input = { id: recordId(request), ...request.params, ...request.body }
      return reply.code(201).send(await request.inTransaction((work) => requestErasure(work, input)))
    },
  )

  app.delete(
    '/members/:memberId/erasure',
    {
      config: erase,
      schema: {
        operationId: 'memberErasureWithdraw',
        params: contract.MemberParams,
        response: { 200: contract.MemberAnswer, ...refusals('erasure_not_found') },
      },
    },
    async (request) => request.inTransaction((work) => withdrawErasure(work, request.params)),
  )
}

function exportRoute(app: App): void {
  app.get(
    '/members/:memberId/export',
    {
      config: { permission: 'members.export' },
      schema: {
        operationId: 'memberExport',
        params: contract.MemberParams,
        querystring: contract.ExportQuery,
        response: { 200: Type.String(), ...refusals(...gone) },
      },
    },
    async (request, reply) => {
      const copy = await request.read((work) => exportMember(work, request.params.memberId))
      const isPage = request.query.format === 'html'
      return reply
        .type(isPage ? 'text/html; charset=utf-8' : 'application/json; charset=utf-8')
        .header(
          'content-disposition',
          `attachment; filename="member-${copy.member.profile.number}.${isPage ? 'html' : 'json'}"`,
        )
        .serializer((body: string) => body)
        .send(isPage ? copyAsPage(copy) : JSON.stringify(copy, null, 2))
    },
  )
}
