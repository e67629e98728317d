import { memberOf } from '#modules/identity/member-session.ts'
import { Type } from '#platform/contract.ts'
import { type App, recordId, refusals } from '#platform/http.ts'
import * as contract from './contract.ts'
import { copyAsPage } from './copy-page-rules.ts'
import { coolingOffDays, requestErasure, withdrawErasure } from './erase-member.ts'
import { readErasure } from './erasure-queries.ts'
import { exportMember } from './export-member.ts'
import { readLeftBehind } from './left-behind.ts'

const access = ['member'] as const
const gone = ['member_not_found', 'member_merged', 'member_erased'] as const

/** What members may ask of their own data, without anybody's help (PIPL 44–47): a copy, and to be forgotten. */
export function memberLifecycleMeRoutes(app: App): void {
  app.get(
    '/me/export',
    {
      config: { access, triesPerMinute: 10 },
      schema: {
        operationId: 'myExport',
        querystring: contract.ExportQuery,
        response: { 200: Type.String(), ...refusals(...gone) },
      },
    },
    async (request, reply) => {
      const copy = await request.read((work) => exportMember(work, memberOf(request).memberId))
      const isPage = request.query.format === 'html'
      const name = `member-${copy.member.profile.number}.${isPage ? 'html' : 'json'}`
      return reply
        .type(isPage ? 'text/html; charset=utf-8' : 'application/json; charset=utf-8')
        .header('content-disposition', `attachment; filename="${name}"`)
        .serializer((body: string) => body)
        .send(isPage ? copyAsPage(copy) : JSON.stringify(copy, null, 2))
    },
  )

  app.get(
    '/me/erasure',
    { config: { access }, schema: { operationId: 'myErasureGet', response: { 200: contract.MyErasure } } },
    async (request) =>
      request.read(async (work) => {
        const { memberId } = memberOf(request)
        const [row, left] = await Promise.all([readErasure(work, memberId), readLeftBehind(work, memberId)])
        const isOpen = row && row.withdrawnAt === null && row.doneAt === null
        return {
          open: isOpen ? { requestedAt: row.requestedAt.toISOString(), dueAt: row.dueAt.toISOString() } : null,
          coolingOffDays,
          ...left,
        }
      }),
  )

  app.post(
    '/me/erasure',
    {
      config: { access, idempotent: true },
      schema: {
        operationId: 'myErasureCreate',
        body: contract.ErasureCreate,
        response: { 201: contract.ErasureAnswer, ...refusals(...gone, 'erasure_requested', 'erasure_value_left') },
      },
    },
    async (request, reply) => {
      const input = { id: recordId(request), memberId: memberOf(request).memberId, ...request.body }
      return reply.code(201).send(await request.inTransaction((work) => requestErasure(work, input)))
    },
  )

  app.delete(
    '/me/erasure',
    {
      config: { access, idempotent: true },
      schema: {
        operationId: 'myErasureWithdraw',
        response: { 200: contract.MyErasureAnswer, ...refusals('erasure_not_found') },
      },
    },
    async (request) => request.inTransaction((work) => withdrawErasure(work, { memberId: memberOf(request).memberId })),
  )
}
