import { decodeCursor, pageOf } from '#platform/contract.ts'
import { type App, recordId, refusals } from '#platform/http.ts'
import { accept } from '#shared/refusal.ts'
import { memberCredentialRoutes } from './credential-routes.ts'
import { memberProfileRoutes } from './profile-routes.ts'
import { blockMember, unblockMember } from './block-member.ts'
import * as contract from './contract.ts'
import { enrolMembers } from './enrol-members.ts'
import { countFound, findMembers } from './find-members.ts'
import { identifyMember, lookUpMember } from './identify-member.ts'
import { filterOf } from './list-filter.ts'
import { readFamilyIds } from './member-queries.ts'
import { memberView, summaryView } from './member-view.ts'
import { readTimeline } from './timeline-queries.ts'
import { tagRoutes } from './tag-routes.ts'
import { updateMember } from './update-member.ts'

const read = { permission: 'members.read' }
const edit = { permission: 'members.edit', idempotent: true } as const
const enrol = { permission: 'members.enrol', idempotent: true } as const

/** All routes of the module: finding, enrolling and changing members here, the rest by subject. */
export async function memberRoutes(app: App) {
  memberProfileRoutes(app)
  memberCredentialRoutes(app)
  tagRoutes(app)
  findingRoutes(app)
  profileChangeRoutes(app)
}

function findingRoutes(app: App): void {
  app.get(
    '/members',
    {
      config: read,
      schema: {
        operationId: 'memberList',
        querystring: contract.MemberListQuery,
        response: { 200: contract.MemberList },
      },
    },
    async (request) => {
      const { rows, next } = await request.read((work) => findMembers(work, filterOf(request.query)))
      return { items: rows.map((row) => summaryView(row, request.caller!.actor)), next }
    },
  )

  app.get(
    '/members/count',
    {
      config: read,
      schema: {
        operationId: 'memberCount',
        querystring: contract.MemberListQuery,
        response: { 200: contract.MemberCount },
      },
    },
    async (request) => request.read((work) => countFound(work, filterOf(request.query))),
  )

  app.get(
    '/members/lookup',
    {
      config: read,
      schema: {
        operationId: 'memberLookup',
        querystring: contract.LookupQuery,
        response: {
          200: contract.LookupAnswer,
          ...refusals('member_not_found', 'member_blocked', 'member_erased', 'member_merged', 'credential_blocked'),
        },
      },
    },
    async (request) => request.read((work) => lookUpMember(work, request.query.code)),
  )

  app.post(
    '/members/identifications',
    {
      config: { permission: 'members.read', idempotent: true, triesPerMinute: 120 },
      schema: {
        operationId: 'memberIdentificationCreate',
        body: contract.IdentificationCreate,
        response: {
          201: contract.Identification,
          ...refusals(
            'member_not_found',
            'member_blocked',
            'member_erased',
            'member_merged',
            'credential_blocked',
            'code_wrong',
            'code_used',
          ),
        },
      },
    },
    async (request, reply) => {
      const input = { id: recordId(request), shown: request.body.shown }
      return reply.code(201).send(await request.inTransaction((work) => identifyMember(work, input)))
    },
  )
}

function profileChangeRoutes(app: App): void {
  app.post(
    '/members',
    {
      config: enrol,
      schema: {
        operationId: 'memberCreate',
        body: contract.MemberCreate,
        response: {
          201: contract.MemberCreated,
          ...refusals(
            'member_exists',
            'phone_taken',
            'card_taken',
            'invalid_name',
            'invalid_phone',
            'invalid_card',
            'invalid_birthday',
          ),
          ...refusals('custom_field_not_found', 'store_not_found', 'referrer_not_found'),
        },
      },
    },
    async (request, reply) => {
      const row = { source: 'console' as const, ...request.body, id: recordId(request) }
      const created = await request.inTransaction(async (work) => accept((await enrolMembers(work, [row]))[0]!))
      return reply.code(201).send(created)
    },
  )

  app.get(
    '/members/:memberId',
    {
      config: { ...read },
      schema: {
        operationId: 'memberGet',
        params: contract.MemberParams,
        response: { 200: contract.Member, ...refusals('member_not_found') },
      },
    },
    async (request) => request.read((work) => memberView(work, request.params.memberId)),
  )

  app.patch(
    '/members/:memberId',
    {
      config: edit,
      schema: {
        operationId: 'memberChange',
        params: contract.MemberParams,
        body: contract.MemberChange,
        response: {
          200: contract.MemberVersion,
          ...refusals('member_changed', 'member_merged', 'member_erased', 'referral_loop', 'health_consent_needed'),
          ...refusals('member_not_found', 'store_not_found', 'referrer_not_found', 'custom_field_not_found'),
          ...refusals('invalid_name', 'invalid_birthday', 'invalid_custom_value'),
        },
      },
    },
    async (request) => {
      const { version, ...changes } = request.body
      return request.inTransaction((work) => updateMember(work, { ...request.params, version, changes }))
    },
  )

  app.get(
    '/members/:memberId/timeline',
    {
      config: read,
      schema: {
        operationId: 'memberTimeline',
        params: contract.MemberParams,
        querystring: contract.TimelineQuery,
        response: { 200: contract.Timeline },
      },
    },
    async (request) => {
      const { cursor, limit = 30 } = request.query
      const before = decodeCursor(cursor, 2) as [string, string] | null
      const rows = await request.read(async (work) =>
        readTimeline(work, await readFamilyIds(work, request.params.memberId), {
          limit: limit + 1,
          before: before && { at: before[0], id: before[1] },
        }),
      )
      const { page, next } = pageOf(rows, limit, (last) => [last.at, last.id])
      const items = page.map(({ at, actor, ...row }) => ({
        ...row,
        at: at.toISOString(),
        actor: { kind: actor.kind, id: actor.id },
      }))
      return { items, next }
    },
  )

  app.post(
    '/members/:memberId/block',
    {
      config: edit,
      schema: {
        operationId: 'memberBlockCreate',
        params: contract.MemberParams,
        body: contract.BlockCreate,
        response: { 200: contract.MemberAnswer, ...refusals('member_not_found', 'member_merged', 'member_erased') },
      },
    },
    async (request) => request.inTransaction((work) => blockMember(work, { ...request.params, ...request.body })),
  )

  app.delete(
    '/members/:memberId/block',
    {
      config: edit,
      schema: {
        operationId: 'memberBlockDelete',
        params: contract.MemberParams,
        response: { 200: contract.MemberAnswer, ...refusals('member_not_found', 'member_merged', 'member_erased') },
      },
    },
    async (request) => request.inTransaction((work) => unblockMember(work, request.params)),
  )
}
