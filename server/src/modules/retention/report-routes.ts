import { userNames } from '#modules/identity/user-names.ts'
import { planNames } from '#modules/passes/plan-names.ts'
import type { Static } from '#platform/contract.ts'
import { type App, recordId, refusals } from '#platform/http.ts'
import type { Work } from '#platform/work.ts'
import type { Day } from '#shared/business-day.ts'
import { decimalOf } from '#shared/money.ts'
import { sendTableFile } from '#platform/table-file.ts'
import { writeCsv } from '#platform/write-table.ts'
import * as contract from './report-contract.ts'
import { readFlow, readReasonWords } from './flow-queries.ts'
import type { Words } from './flow-types.ts'
import { forgetImprovement, noteImprovement, showImprovements } from './improvements.ts'
import type { Breakdown } from './report-by-rules.ts'
import { readBreakdown } from './report-by.ts'
import { readReport } from './report.ts'
import { periodOf } from './report-period.ts'
import { saveCostShares } from './save-cost-shares.ts'

const read = { permission: 'retention.read' } as const
const manageCommand = { permission: 'retention.manage', idempotent: true } as const

/** Why people leave and what offers do, by every side of it; what the shop changed because of a reason, and what came of that. */
export function reportRoutes(app: App) {
  app.get(
    '/retention-report',
    {
      config: read,
      schema: {
        operationId: 'retentionReport',
        querystring: contract.ReportQuery,
        response: { 200: contract.Report },
      },
    },
    async (request) =>
      request.read(async (work) => {
        const period = await periodOf(work, request.query)
        const [report, wordsOf] = await Promise.all([readReport(work, period), reasonWords(work)])
        const plans = await planNames(
          work,
          report.reasons.map(({ planId }) => planId),
        )
        return {
          ...{ effects: report.effects, costShares: report.costShares },
          reasons: report.reasons.map((row) => ({
            ...{ ...row, words: wordsOf(row.reasonCode), planName: plans.get(row.planId) ?? '' },
          })),
        }
      }),
  )

  app.get(
    '/retention-report/breakdown',
    {
      config: read,
      schema: {
        operationId: 'retentionBreakdown',
        querystring: contract.BreakdownQuery,
        response: { 200: contract.BreakdownRows },
      },
    },
    async (request) => request.read(async (work) => ({ items: await breakdownOf(work, request.query) })),
  )

  app.get(
    '/exports/retention-report',
    {
      config: { permission: 'reports.export' },
      schema: {
        operationId: 'retentionReportExport',
        querystring: contract.BreakdownQuery,
        produces: ['text/csv; charset=utf-8'],
        response: { 200: contract.BreakdownFile },
      },
    },
    async (request, reply) => {
      const { from, until, by } = request.query
      const rows = await request.read((work) => {
        const changes = { from: [null, from], until: [null, until], by: [null, by] } as const
        work.audit({ action: 'retention.export', subject: { kind: 'merchant', id: work.merchantId }, changes })
        return breakdownOf(work, request.query)
      })
      return sendTableFile(
        reply,
        { name: `leavings-by-${by}-${from}-${until}`, format: 'csv' },
        writeCsv(titles, cellsOf(rows)),
      )
    },
  )

  app.put(
    '/retention-cost-shares',
    {
      config: manageCommand,
      schema: {
        operationId: 'costSharesSave',
        body: contract.CostShares,
        response: { 200: contract.CostSharesSaved, ...refusals('cost_shares_changed', 'invalid_input') },
      },
    },
    async (request) => request.inTransaction((work) => saveCostShares(work, request.body)),
  )

  improvementRoutes(app)
}

function improvementRoutes(app: App) {
  app.get(
    '/improvements',
    { config: read, schema: { operationId: 'improvementList', response: { 200: contract.ImprovementList } } },
    async (request) =>
      request.read(async (work) => {
        const [items, { reasons }] = await Promise.all([showImprovements(work), readFlow(work)])
        const names = await userNames(
          work,
          items.flatMap(({ authorId }) => authorId ?? []),
        )
        return {
          reasons: reasons.map(({ code, words }) => ({ code, words })),
          items: items.map(({ authorId, ...item }) => ({
            ...{ ...item, authorName: authorId === null ? null : (names.get(authorId) ?? null) },
          })),
        }
      }),
  )

  app.post(
    '/improvements',
    {
      config: manageCommand,
      schema: {
        operationId: 'improvementCreate',
        body: contract.ImprovementCreate,
        response: { 201: contract.ImprovementAnswer, ...refusals('invalid_input') },
      },
    },
    async (request, reply) => {
      const row = { id: recordId(request), ...request.body }
      return reply.code(201).send(await request.inTransaction((work) => noteImprovement(work, row)))
    },
  )

  app.delete(
    '/improvements/:improvementId',
    {
      config: manageCommand,
      schema: {
        operationId: 'improvementDelete',
        params: contract.ImprovementParams,
        response: { 200: contract.ImprovementAnswer, ...refusals('improvement_not_found') },
      },
    },
    async (request) => request.inTransaction((work) => forgetImprovement(work, request.params.improvementId)),
  )
}

/** The words of reasons that any version of the flow knew; null for none. */
async function reasonWords(work: Work): Promise<(code: string | null) => Words | null> {
  const wordsOf = await readReasonWords(work)
  return (code) => (code === null ? null : (wordsOf.get(code) ?? null))
}

type Rows = Static<typeof contract.BreakdownRows>['items']

async function breakdownOf(work: Work, query: { from: Day; until: Day; by: Breakdown }): Promise<Rows> {
  const period = await periodOf(work, query)
  const [rows, wordsOf] = await Promise.all([readBreakdown(work, query.by, period), reasonWords(work)])
  return rows.map((row) => ({
    ...row,
    reasons: row.reasons.map((reason) => ({ ...reason, words: wordsOf(reason.reasonCode) })),
  }))
}

const titles = [
  ...['分组 group', '申请 begun', '已退卡 cancelled', '留下 kept', '退款 refunded'],
  ...['原因 reason', '次数 times'],
]

/** One line for each group and reason; the group's own sums stand on its first line. */
function* cellsOf(rows: Rows): Generator<string[]> {
  for (const { key, name, begun, cancelled, kept, refundCents, reasons } of rows) {
    for (const [index, { reasonCode, words, count }] of reasons.entries()) {
      const sums = index === 0 ? [begun, cancelled, kept].map(String).concat(decimalOf(refundCents)) : ['', '', '', '']
      const reason = words ? `${words.zh} ${words.en}` : (reasonCode ?? '未说明 none given')
      yield [key === 'unknown' ? '未知 unknown' : (name ?? key), ...sums, reason, String(count)]
    }
  }
}
