import { keepRulesAfter } from '#modules/points/rules-page.ts'
import { worthOrNull } from '#modules/points/forecast.ts'
import { readPublishedRedeemPolicy } from '#modules/points/redeem-policy.ts'
import type { Static } from '#platform/contract.ts'
import { type App, recordId, refusals } from '#platform/http.ts'
import type { Work } from '#platform/work.ts'
import type { Day } from '#shared/business-day.ts'
import { shopDay } from './price-reward.ts'
import { checkTerms, publishSpecial, stopSpecial } from './save-special.ts'
import * as contract from './special-contract.ts'
import { outlookOf } from './special-outlook.ts'
import { countUses, listSpecials, type SpecialRow } from './special-queries.ts'
import { isOnDay, type SpecialTerms } from './special-rules.ts'

const faults = ['special_incomplete', 'special_days_wrong', 'special_price_higher', 'reward_not_found'] as const

/** Specials of the mall: rescues, redemption days, a better worth of points about to end; tried, published, stopped. */
export function specialRoutes(app: App) {
  const manage = { permission: 'rewards.manage', idempotent: true } as const
  app.get(
    '/reward-specials',
    {
      config: { permission: 'rewards.read' },
      schema: { operationId: 'rewardSpecialList', response: { 200: contract.SpecialList } },
    },
    async (request) => request.read(specialViews),
  )

  app.post(
    '/reward-specials/preview',
    {
      config: { permission: 'rewards.manage', idempotent: { without: 'it changes nothing' } },
      schema: {
        operationId: 'rewardSpecialPreview',
        body: contract.SpecialCreate,
        response: { 200: contract.Outlook, ...refusals(...faults) },
      },
    },
    async (request) =>
      request.read(async (work) => {
        const terms = termsOf(request.body)
        await checkTerms(work, terms)
        return outlookOf(work, terms, await shopDay(work))
      }),
  )

  app.post(
    '/reward-specials',
    {
      config: manage,
      schema: {
        operationId: 'rewardSpecialCreate',
        body: contract.SpecialCreate,
        response: { 201: contract.SpecialAnswer, ...refusals(...faults) },
      },
    },
    async (request, reply) => {
      const specialId = recordId(request)
      const terms = termsOf(request.body)
      return reply
        .code(201)
        .send(await request.inTransaction((work) => keepRulesAfter(work, publishSpecial(work, specialId, terms))))
    },
  )

  app.post(
    '/reward-specials/:specialId/stop',
    {
      config: manage,
      schema: {
        operationId: 'rewardSpecialStop',
        params: contract.SpecialParams,
        response: { 200: contract.SpecialAnswer, ...refusals('special_not_found') },
      },
    },
    async (request) =>
      request.inTransaction((work) => keepRulesAfter(work, stopSpecial(work, request.params.specialId))),
  )
}

function termsOf({ prices, ...terms }: Static<typeof contract.SpecialCreate>): SpecialTerms {
  return { ...terms, prices: Object.fromEntries(prices.map(({ rewardId, points }) => [rewardId, points])) }
}

async function specialViews(work: Work) {
  const today = await shopDay(work)
  const rows = await listSpecials(work, null)
  const [uses, redeem] = await Promise.all([
    countUses(
      work,
      rows.map(({ id }) => id),
    ),
    readPublishedRedeemPolicy(work),
  ])
  const usesOf = new Map(uses.map(({ specialId, uses: count }) => [specialId, count]))
  return {
    items: await Promise.all(
      rows.map(async (row) => {
        const { prices, stoppedAt: _stopped, createdAt: _created, weekDays, monthDays, ...rest } = row
        const state = stateOf(row, today)
        return {
          ...{ ...rest, state, uses: usesOf.get(row.id) ?? 0 },
          weekDays: weekDays && [...weekDays],
          monthDays: monthDays && [...monthDays],
          prices: Object.entries(prices).map(([rewardId, points]) => ({ rewardId, points })),
          usedCents: worthOrNull(redeem?.rule ?? null, row.usedPoints),
          isToday: state === 'on' && isOnDay(row, today),
          outlook: state === 'over' || row.withinDays === null ? null : await shortOutlook(work, row, today),
        }
      }),
    ),
  }
}

/** What one that runs, or will, may still cost: shown beside the forecast of what ends. */
async function shortOutlook(work: Work, row: SpecialRow, today: Day) {
  const { audience, mostPoints, mostCents } = await outlookOf(work, row, today)
  return audience && { ...audience, mostPoints, mostCents }
}

function stateOf({ stoppedAt, fromDay, toDay }: SpecialRow, today: Day): 'on' | 'coming' | 'over' {
  if (stoppedAt || toDay < today) return 'over'
  return fromDay > today ? 'coming' : 'on'
}
