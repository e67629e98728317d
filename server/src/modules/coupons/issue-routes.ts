import { Readable } from 'node:stream'
import { recordId, refusals, type App } from '#platform/http.ts'
import { Refused } from '#shared/refusal.ts'
import * as contract from './contract.ts'
import { listIssues } from './issue-queries.ts'
import { issueCoupons } from './issue-coupons.ts'
import { issueToAudience, quoteAudience } from './issue-to-audience.ts'
import { exportCodes, makeCodes } from './make-codes.ts'
import { readTemplate } from './template-queries.ts'

/** Handing coupons out: to members, one by one or by what is known of them, or as codes. */
export function issueRoutes(app: App) {
  audienceRoutes(app)
  app.get(
    '/coupon-templates/:couponTemplateId/issues',
    {
      config: { permission: 'coupons.read' },
      schema: {
        operationId: 'couponIssueList',
        params: contract.CouponTemplateParams,
        response: { 200: contract.CouponIssueList, ...refusals('coupon_template_not_found') },
      },
    },
    async (request) =>
      request.read(async (work) => {
        const { couponTemplateId } = request.params
        const [template, rows] = await Promise.all([
          readTemplate(work, couponTemplateId),
          listIssues(work, couponTemplateId),
        ])
        if (!template) throw new Refused('coupon_template_not_found')
        const items = rows.map(({ id, templateId: _, at, exportedAt, run, ...row }) => ({
          couponIssueId: id,
          ...row,
          at: at.toISOString(),
          exportedAt: exportedAt?.toISOString() ?? null,
          run: run && { ...run, endedAt: run.endedAt && new Date(run.endedAt).toISOString() },
        }))
        return { items }
      }),
  )

  app.post(
    '/coupon-templates/:couponTemplateId/issues',
    {
      config: { permission: 'coupons.issue', idempotent: true },
      schema: {
        operationId: 'couponIssueCreate',
        params: contract.CouponTemplateParams,
        body: contract.CouponIssueCreate,
        response: {
          201: contract.CouponIssued,
          ...refusals(
            ...['coupon_template_not_found', 'coupon_template_stopped', 'coupon_template_over', 'coupon_pool_short'],
            ...['coupon_member_limit', 'member_not_found', 'member_merged', 'member_erased', 'member_blocked'],
          ),
        },
      },
    },
    async (request, reply) => {
      const input = { issueId: recordId(request), templateId: request.params.couponTemplateId, ...request.body }
      const answer = await request.inTransaction(async (work) => {
        const { issueId, coupons, skippedIds } = await issueCoupons(work, input)
        return { couponIssueId: issueId, issued: coupons.length, skippedIds }
      })
      return reply.code(201).send(answer)
    },
  )

  app.post(
    '/coupon-templates/:couponTemplateId/codes',
    {
      config: { permission: 'coupons.issue', idempotent: true },
      schema: {
        operationId: 'couponCodesCreate',
        params: contract.CouponTemplateParams,
        body: contract.CouponCodesCreate,
        response: {
          201: contract.CouponCodesMade,
          ...refusals(
            ...['coupon_template_not_found', 'coupon_template_stopped', 'coupon_template_over', 'coupon_pool_short'],
          ),
        },
      },
    },
    async (request, reply) => {
      const input = { issueId: recordId(request), templateId: request.params.couponTemplateId, ...request.body }
      const answer = await request.inTransaction(async (work) => {
        const { issueId, quantity } = await makeCodes(work, input)
        return { couponIssueId: issueId, quantity }
      })
      return reply.code(201).send(answer)
    },
  )

  app.post(
    '/coupon-issues/:couponIssueId/codes-file',
    {
      // The stored answer of a key would be the codes themselves.
      config: { permission: 'coupons.issue', idempotent: { without: 'the codes are not kept' } },
      schema: {
        operationId: 'couponCodesExport',
        params: contract.CouponIssueParams,
        produces: ['text/plain; charset=utf-8'],
        response: {
          200: contract.CodesFile,
          ...refusals('coupon_codes_not_found', 'coupon_codes_exported'),
        },
      },
    },
    async (request, reply) => {
      const lines = await request.inTransaction((work) => exportCodes(work, request.params.couponIssueId))
      return reply
        .header('cache-control', 'no-store')
        .header('content-disposition', 'attachment; filename="codes.txt"')
        .type('text/plain; charset=utf-8')
        .send(Readable.from(lines) as unknown as string)
    },
  )
}

const audienceRefusals = [
  ...['coupon_template_not_found', 'coupon_template_stopped', 'coupon_template_over', 'coupon_pool_short'],
] as const

function audienceRoutes(app: App) {
  app.post(
    '/coupon-templates/:couponTemplateId/audience-quote',
    {
      config: { permission: 'coupons.issue', idempotent: { without: 'it changes nothing' } },
      schema: {
        operationId: 'couponAudienceQuote',
        params: contract.CouponTemplateParams,
        body: contract.CouponAudienceAsk,
        response: { 200: contract.CouponAudienceQuote, ...refusals(...audienceRefusals) },
      },
    },
    async (request) => {
      const input = { templateId: request.params.couponTemplateId, ...request.body }
      return request.read((work) => quoteAudience(work, input))
    },
  )

  app.post(
    '/coupon-templates/:couponTemplateId/audience-issues',
    {
      config: { permission: 'coupons.issue', idempotent: true },
      schema: {
        operationId: 'couponAudienceIssue',
        params: contract.CouponTemplateParams,
        body: contract.CouponAudienceIssue,
        response: {
          201: contract.CouponAudienceIssued,
          ...refusals(
            ...audienceRefusals,
            ...['coupon_audience_changed', 'coupon_audience_empty', 'coupon_member_limit'],
            ...['member_not_found', 'member_merged', 'member_erased', 'member_blocked'],
          ),
        },
      },
    },
    async (request, reply) => {
      const input = { issueId: recordId(request), templateId: request.params.couponTemplateId, ...request.body }
      const answer = await request.inTransaction(async (work) => {
        const { issueId, ...counts } = await issueToAudience(work, input)
        return { couponIssueId: issueId, ...counts }
      })
      return reply.code(201).send(answer)
    },
  )
}
