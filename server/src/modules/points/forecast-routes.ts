import { sql } from 'kysely'
import { userNames } from '#modules/identity/user-names.ts'
import { readQuietAccounts } from '#modules/ledger/lot-fates.ts'
import { memberNames } from '#modules/members/member-names.ts'
import { homeZone } from '#modules/shops/next-morning.ts'
import { decodeCursor, pageOf } from '#platform/contract.ts'
import { recordId, refusals, type App } from '#platform/http.ts'
import { invalidInput } from '#platform/input-problems.ts'
import type { Work } from '#platform/work.ts'
import { isDay, type Day, localDay } from '#shared/business-day.ts'
import { Refused } from '#shared/refusal.ts'
import * as contract from './expiry-contract.ts'
import { extendPoints, quoteExtension, readExtensions } from './extension.ts'
import { readEndingMembers, readForecast, worthOrNull } from './forecast.ts'
import { readPublishedRedeemPolicy } from './redeem-policy.ts'
import { readRescuable } from './rescue-reinstate.ts'
import { readRescuePolicy } from './rescue-policy.ts'
import { daysBetween, readOutlook, readUseChance } from './use-chance.ts'
import { chanceOf } from './use-chance-rules.ts'

const extensionRefusals = ['extension_days_wrong', 'extension_not_later', 'extension_too_large'] as const

/** What ends when, whose it is, and moving it. */
export function forecastRoutes(app: App): void {
  app.get(
    '/points/forecast',
    {
      config: { permission: 'reports.read' },
      schema: {
        operationId: 'pointsForecastGet',
        querystring: contract.ForecastQuery,
        response: { 200: contract.Forecast },
      },
    },
    async (request) => {
      const { asOf, isWhole, rows, later, endless, totalPoints } = await request.read((work) =>
        readForecast(work, request.query),
      )
      return {
        ...{ isWhole, rows, totalPoints, laterPoints: later.points, endlessPoints: endless.points },
        asOf: asOf?.toISOString() ?? null,
      }
    },
  )

  app.get(
    '/points/forecast/outlook',
    {
      config: { permission: 'reports.read' },
      schema: {
        operationId: 'pointsOutlookGet',
        querystring: contract.ForecastQuery,
        response: { 200: contract.Outlook },
      },
    },
    async (request) => (await request.read((work) => readOutlook(work, request.query))) ?? { chance: null, rows: [] },
  )

  app.get(
    '/points/forecast/members',
    {
      config: { permission: 'ledger.read' },
      schema: {
        operationId: 'pointsEndingMemberList',
        querystring: contract.EndingMemberQuery,
        response: { 200: contract.EndingMembers },
      },
    },
    async (request) => request.read((work) => endingMembers(work, request.query)),
  )

  app.get(
    '/members/:memberId/points-endings',
    {
      config: { permission: 'ledger.read' },
      schema: {
        operationId: 'memberPointsEndingGet',
        params: contract.MemberParams,
        response: { 200: contract.MemberEnding, ...refusals('member_not_found') },
      },
    },
    async (request) => request.read((work) => memberEnding(work, request.params.memberId)),
  )
  extensionRoutes(app)
}

async function endingMembers(work: Work, query: { from: Day; to: Day; cursor?: string; limit?: number }) {
  const { from, to, cursor, limit = 50 } = query
  const place = decodeCursor(cursor, 2)
  const after = place && { day: String(place[0]), memberId: String(place[1]) }
  if (after && !isDay(after.day)) throw invalidInput('cursor', 'foreign_cursor')
  const [rows, redeem, chance, zone] = await Promise.all([
    readEndingMembers(work, { from, to, after, limit: limit + 1 }),
    readPublishedRedeemPolicy(work),
    readUseChance(work),
    homeZone(work),
  ])
  const today = localDay(work.at, zone)
  const { page: shown, next } = pageOf(rows, limit, (last) => [last.day, last.memberId])
  const [names, quiet] = await Promise.all([
    memberNames(
      work,
      shown.map(({ memberId }) => memberId),
    ),
    readQuietAccounts(
      work,
      shown.map(({ accountId }) => accountId),
    ),
  ])
  return {
    items: shown.map(({ accountId, memberId, day, points, lots }) => ({
      ...{ memberId, day, points, lots },
      chanceBps: chance && chanceOf(chance, daysBetween(today, day), quiet.has(accountId)),
      name: names.get(memberId) ?? null,
      worthCents: worthOrNull(redeem?.rule ?? null, points),
    })),
    next,
  }
}

/** What a member loses when, what they could still bring back, and what they were told: live, not from the mirror. */
async function memberEnding(work: Work, memberId: string) {
  const names = await memberNames(work, [memberId])
  if (!names.has(memberId)) throw new Refused('member_not_found')
  const [endings, redeem, rescue, reminders] = await Promise.all([
    work.send<{ day: Day; points: number }>(sql`
      select ends_day::text as day, sum(remaining_units)::bigint as points from ledger.read_open_lot
       where merchant_id = ${work.merchantId} and owner_kind = 'member' and owner_id = ${memberId} and asset = 'points'
         and remaining_units > 0 and ends_at > ${work.at}
       group by ends_day order by ends_day limit 200`),
    readPublishedRedeemPolicy(work),
    readRescuePolicy(work),
    work.send<{ day: Day; step: number; points: number; at: Date }>(sql`
      select day::text, step, points, at from points.reminder
       where merchant_id = ${work.merchantId} and member_id = ${memberId} order by at desc, step limit 20`),
  ])
  const rescuable = await readRescuable(work, memberId, rescue?.graceDays ?? 0)
  const { version: _, ...rule } = rescue ?? { version: 0 }
  return {
    endings: endings.map((row) => ({ ...row, worthCents: worthOrNull(redeem?.rule ?? null, row.points) })),
    rescuable: rescuable.map(({ lotId, points, until }) => ({ lotId, points, until: until.toISOString() })),
    rescue: 'graceDays' in rule ? rule : null,
    reminders: reminders.map((row) => ({ ...row, at: row.at.toISOString() })),
  }
}

function extensionRoutes(app: App): void {
  app.post(
    '/points/extensions/quote',
    {
      config: { permission: 'points.extend', idempotent: { without: 'it changes nothing' } },
      schema: {
        operationId: 'pointsExtensionQuote',
        body: contract.ExtensionQuoteRequest,
        response: { 200: contract.ExtensionQuote, ...refusals(...extensionRefusals) },
      },
    },
    async (request) => {
      const {
        units: points,
        members,
        lots,
        worthCents,
        expectedCostCents,
        fingerprint,
      } = await request.read((work) => quoteExtension(work, request.body))
      return { points, members, lots, worthCents, expectedCostCents, fingerprint }
    },
  )

  app.post(
    '/points/extensions',
    {
      config: { permission: 'points.extend', idempotent: true },
      schema: {
        operationId: 'pointsExtensionCreate',
        body: contract.ExtensionCreate,
        response: {
          201: contract.ExtensionCreated,
          ...refusals(...extensionRefusals, 'extension_empty', 'quote_changed'),
        },
      },
    },
    async (request, reply) => {
      const extensionId = recordId(request)
      const { fingerprint, reason, ...cohort } = request.body
      const input = { extensionId, cohort, fingerprint, reason }
      const { units: points, members, lots } = await request.inTransaction((work) => extendPoints(work, input))
      return reply.code(201).send({ extensionId, points, members, lots })
    },
  )

  app.get(
    '/points/extensions',
    {
      config: { permission: 'reports.read' },
      schema: { operationId: 'pointsExtensionList', response: { 200: contract.ExtensionList } },
    },
    async (request) =>
      request.read(async (work) => {
        const rows = await readExtensions(work)
        const names = await userNames(
          work,
          rows.flatMap(({ authorId }) => authorId ?? []),
        )
        const items = rows.map(({ cohort, units: points, at, authorId, ...rest }) => ({
          ...{ ...rest, ...cohort, points },
          at: at.toISOString(),
          authorName: (authorId && names.get(authorId)) ?? null,
        }))
        return { items }
      }),
  )
}
