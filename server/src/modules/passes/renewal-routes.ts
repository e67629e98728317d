import { memberNames } from '#modules/members/member-names.ts'
import { type App, refusals } from '#platform/http.ts'
import { localDay } from '#shared/business-day.ts'
import * as changes from './change-contract.ts'
import * as contract from './contract.ts'
import { readHeldPass } from './held-passes.ts'
import { lockedPrice } from './plan-facts.ts'
import { agreeToRenewal, renewalPrice, stopAutoRenewal } from './renew-pass.ts'
import { readCalendar, renewalStateOf } from './renewal-queries.ts'

const gone = ['pass_not_found', 'pass_ended', 'pass_expired', 'clock_moved_back'] as const
const change = { permission: 'passes.change', idempotent: true } as const
const look = { permission: 'passes.read' } as const

/** What renewing costs, renewals that run by themselves, and the calendar of their charges. */
export function renewalRoutes(app: App) {
  app.get(
    '/passes/:passId/renewal-price',
    {
      config: look,
      schema: {
        operationId: 'passRenewalPrice',
        params: contract.PassParams,
        response: { 200: changes.RenewalPrice, ...refusals('pass_not_found', 'plan_stopped') },
      },
    },
    async (request) =>
      request.read(async (work) => {
        const { pass } = await readHeldPass(work, request.params.passId)
        const priceCents = await renewalPrice(work, pass, pass.endsDay ?? localDay(work.at, pass.zone))
        return { priceCents, isLocked: lockedPrice(pass, work.at) !== null }
      }),
  )

  app.post(
    '/passes/:passId/auto-renewal',
    {
      config: change,
      schema: {
        operationId: 'passAutoRenewalCreate',
        params: contract.PassParams,
        body: changes.RenewalAgree,
        response: {
          201: changes.RenewalAgreed,
          ...refusals(
            ...[...gone, 'pass_never_ends', 'plan_stopped', 'quote_changed', 'cancel_asked_before'],
            ...['auto_renewal_not_offered', 'auto_renewal_too_late'],
          ),
        },
      },
    },
    async (request, reply) => {
      const input = { ...request.params, ...request.body }
      return reply.code(201).send(await request.inTransaction((work) => agreeToRenewal(work, input)))
    },
  )

  app.delete(
    '/passes/:passId/auto-renewal',
    {
      config: change,
      schema: {
        operationId: 'passAutoRenewalDelete',
        params: contract.PassParams,
        response: {
          200: contract.PassAnswer,
          ...refusals('pass_not_found', 'auto_renewal_not_on', 'clock_moved_back'),
        },
      },
    },
    async (request) => request.inTransaction((work) => stopAutoRenewal(work, request.params.passId)),
  )

  app.get(
    '/pass-renewals',
    {
      config: look,
      schema: {
        operationId: 'passRenewalList',
        querystring: changes.CalendarQuery,
        response: { 200: changes.CalendarList },
      },
    },
    async (request) =>
      request.read(async (work) => {
        const rows = await readCalendar(work, request.query.from, request.query.until)
        const names = await memberNames(
          work,
          rows.map(({ memberId }) => memberId),
        )
        return {
          items: rows.map(
            ({ passId, memberId, planName, endsDay, priceCents, chargeDay, noticeDay, failedCode, ...row }) => ({
              ...{ passId, memberId, memberName: names.get(memberId) ?? '', planName, endsDay },
              ...{ priceCents, chargeDay, noticeDay, failedCode, noticedAt: row.noticedAt?.toISOString() ?? null },
              state: renewalStateOf(row),
            }),
          ),
        }
      }),
  )
}
