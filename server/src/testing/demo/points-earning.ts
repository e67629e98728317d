import { categories } from '#modules/catalog/arrange-shelf.ts'
import { wholeCatalogue } from '#modules/catalog/item-scope-rules.ts'
import { rewardedDeeds } from '#modules/points/action-hear.ts'
import { setActionPolicy } from '#modules/points/action-policy.ts'
import { signInForPoints } from '#modules/points/action-sign-in.ts'
import { createCampaign } from '#modules/points/campaign-save.ts'
import type { OpenWork, Work } from '#platform/work.ts'
import { addDays, type Day, endOfLocalDay, localDay, startOfLocalDay } from '#shared/business-day.ts'
import { newId } from '#shared/ids.ts'
import { always } from '#shared/recurring-times.ts'
import { campaignTerms } from '#testing/make-campaign.ts'

const zone = 'Asia/Shanghai'

type Terms = Parameters<typeof campaignTerms>[0]

/** What gives points beside the base rule in the year that ends `today`, and what members get for what they do. */
export async function planDemoEarning(work: Work, today: Date): Promise<void> {
  const firstDay = localDay(work.at, zone)
  const lastDay = localDay(today, zone)
  const skin = (await categories(work)).filter(({ name }) => name === '护肤品').map(({ id }) => id)
  const plan = async (
    name: string,
    [fromDay, untilDay]: readonly [Day, Day | null],
    terms: Terms,
    budgetPoints: number | null = null,
  ) => {
    const startsAt = startOfLocalDay(fromDay, zone)
    const endsAt = untilDay === null ? null : endOfLocalDay(untilDay, zone)
    const draft = { name, startsAt, endsAt, budgetPoints, simulated: null, terms: campaignTerms(terms) }
    await createCampaign(work, newId(), draft)
  }
  await plan('周二会员日双倍积分', [firstDay, null], {
    times: { ...always, weekdays: [2] },
    caps: { memberDayPoints: 1_000 },
  })
  await plan('生日月加 88 积分', [firstDay, null], {
    occasion: 'birthday_month',
    give: { kind: 'fixed', points: 88 },
    caps: { memberUses: { count: 1, per: 'year' } },
  })
  await plan('首次消费加 100 积分', [firstDay, null], { occasion: 'first_visit', give: { kind: 'fixed', points: 100 } })
  await plan('周年庆 1.5 倍积分', [addDays(lastDay, -120), addDays(lastDay, -114)], {
    give: { kind: 'multiplier', rateBps: 15_000 },
    group: 'best',
  })
  await plan(
    '护肤品每件加 10 积分',
    [addDays(lastDay, -45), addDays(lastDay, 15)],
    {
      give: { kind: 'per_piece', points: 10 },
      scope: { ...wholeCatalogue, of: 'listed', categoryIds: skin },
      caps: { salePoints: 50 },
    },
    20_000,
  )
  await plan('岁末满 500 加 200 积分', [addDays(lastDay, 10), addDays(lastDay, 24)], {
    give: { kind: 'fixed', points: 200 },
    minBasisCents: 50_000,
    group: 'best',
  })
  const steps = [
    { days: 7, extraPoints: 10 },
    { days: 15, extraPoints: 30 },
  ]
  await setActionPolicy(work, {
    version: 0,
    terms: {
      signIn: { points: 2, steps, budgetPoints: null },
      review: { points: 20, perDay: 1, perMonth: 4, budgetPoints: null },
      profile: null,
      referral: { referrerPoints: 200, referredPoints: 100, minCents: 5_000, perMonth: 5, budgetPoints: 50_000 },
    },
  })
}

/** Who was brought by whom: one in ten, by somebody who was there before. */
export function demoReferrer(index: number, memberIds: ReadonlyMap<number, string>): string | null {
  if (index % 10 !== 7 || memberIds.size === 0) return null
  return [...memberIds.values()][index % memberIds.size]!
}

/** The first visits of a day of those whom somebody brought, rewarded on its evening; the outbox finds them done. */
export async function rewardDemoVisits(work: OpenWork, brought: ReadonlySet<string>, evening: Date): Promise<void> {
  const visits = work.events.filter(
    ({ event: { type, subject } }) => type === 'member.first_visited' && brought.has(subject.id),
  )
  for (const { event, id, at, actor } of visits) {
    const { type, subject, data } = event
    const delivered = { id, type, subjectKind: subject.kind, subjectId: subject.id, seq: 0, at, data }
    await rewardedDeeds.handle(work.as(actor, evening), delivered)
  }
}

/** Some members sign in on the phone in the morning, now and then in the last twenty days; each has missed some and lost nothing by it. */
export async function signInDemoMembers(work: Work, memberIds: readonly string[], daysAgo: number): Promise<void> {
  if (daysAgo < 1 || daysAgo > 20) return
  const today = memberIds.slice(0, 12).filter((_, index) => (20 - daysAgo) % (1 + (index % 4)) === 0)
  await Promise.all(today.map((memberId) => signInForPoints(work, memberId)))
}
