import { planNames } from '#modules/passes/plan-names.ts'
import { regionFields } from '#modules/members/member-traits.ts'
import { storeFacts } from '#modules/shops/store-facts.ts'
import { type App, refusals } from '#platform/http.ts'
import type { Work } from '#platform/work.ts'
import { localDay } from '#shared/business-day.ts'
import { readReasonWords } from './flow-queries.ts'
import type { Words } from './flow-types.ts'
import { chooseRegionField, readRegionField } from './region-field.ts'
import { sendTableFile } from '#platform/table-file.ts'
import { writeCsv } from '#platform/write-table.ts'
import * as contract from './report-contract.ts'
import type { Period } from './report-by.ts'
import { periodOf } from './report-period.ts'
import { readSurveyReport, readSurveys } from './survey.ts'
import { readAnswers, type ReadAnswer } from './survey-rules.ts'

const read = { permission: 'retention.read' } as const

/** What who left answered to the shop's own questions, on the page and as a file; and which field says where members live. */
export function surveyRoutes(app: App) {
  app.get(
    '/retention-report/answers',
    {
      config: read,
      schema: {
        operationId: 'retentionAnswers',
        querystring: contract.ReportQuery,
        response: { 200: contract.SurveyReport },
      },
    },
    async (request) =>
      request.read(async (work) => {
        const items = await readSurveyReport(work, await periodOf(work, request.query))
        const shown = items.map(({ texts, ...item }) => ({
          ...item,
          texts: texts.map(({ at, ...text }) => ({ ...text, at: at.toISOString() })),
        }))
        return { items: shown }
      }),
  )

  app.get(
    '/exports/retention-answers',
    {
      config: { permission: 'reports.export' },
      schema: {
        operationId: 'retentionAnswersExport',
        querystring: contract.ReportQuery,
        produces: ['text/csv; charset=utf-8'],
        response: { 200: contract.BreakdownFile },
      },
    },
    async (request, reply) => {
      const { from, until } = request.query
      const lines = await request.read(async (work) => {
        const changes = { from: [null, from], until: [null, until], by: [null, 'answers'] } as const
        work.audit({ action: 'retention.export', subject: { kind: 'merchant', id: work.merchantId }, changes })
        return answerLines(work, await periodOf(work, request.query))
      })
      return sendTableFile(reply, { name: `leaving-answers-${from}-${until}`, format: 'csv' }, writeCsv(titles, lines))
    },
  )

  app.get(
    '/retention-region-field',
    { config: read, schema: { operationId: 'regionFieldGet', response: { 200: contract.RegionFieldPage } } },
    async (request) =>
      request.read(async (work) => {
        const [field, fields] = await Promise.all([readRegionField(work), regionFields(work)])
        return { ...field, fields }
      }),
  )

  app.put(
    '/retention-region-field',
    {
      config: { permission: 'retention.manage', idempotent: true },
      schema: {
        operationId: 'regionFieldChoose',
        body: contract.RegionField,
        response: {
          200: contract.RegionFieldSaved,
          ...refusals('custom_field_not_found', 'region_field_changed'),
        },
      },
    },
    async (request) => request.inTransaction((work) => chooseRegionField(work, request.body)),
  )
}

const titles = [
  ...['日期 day', '申请编号 leaving', '门店 store', '卡项 plan', '方式 channel', '结果 result', '原因 reason'],
  ...['问题 question', '回答 answer'],
]

const both = ({ zh, en }: Words) => `${zh} ${en}`

/** One line for each answer; several choices stand in one line. */
async function answerLines(work: Work, period: Period): Promise<string[][]> {
  const { leavings, questionsOf } = await readSurveys(work, period)
  const answered = leavings.filter(({ answers }) => answers.length > 0)
  const [plans, stores, reasons] = await Promise.all([
    planNames(
      work,
      answered.map(({ planId }) => planId),
    ),
    storeFacts(work),
    readReasonWords(work),
  ])
  return answered.flatMap(({ id, at, storeId, planId, channel, doneAs, reasonCode, flowVersion, answers }) => {
    const store = stores.get(storeId)
    const reason = reasonCode === null ? undefined : reasons.get(reasonCode)
    const of = [
      ...[localDay(at, store?.timeZone ?? 'UTC'), id, store?.name ?? '', plans.get(planId) ?? '', channel],
      ...[doneAs ?? 'open', reason ? both(reason) : (reasonCode ?? '')],
    ]
    return readAnswers(questionsOf(flowVersion), answers).map((answer) => [
      ...of,
      both(answer.question),
      cellOf(answer),
    ])
  })
}

function cellOf(answer: ReadAnswer): string {
  if ('choices' in answer) return answer.choices.map(both).join('；')
  return 'scale' in answer ? `${answer.scale}/${answer.most}` : answer.text
}
