import { templateFacts } from '#modules/coupons/template-facts.ts'
import { memberTiers } from '#modules/members/member-tiers.ts'
import type { Work } from '#platform/work.ts'
import { addMonths } from '#shared/business-day.ts'
import { Refused } from '#shared/refusal.ts'
import { readGifts } from './gift-queries.ts'
import { benefitsOfRank, flagsOf, periodOf, quotasOf } from './gift-rules.ts'
import { type Benefit, type ProgrammeTerms, rankOf } from './programme-rules.ts'
import { readDays } from './qualifying-queries.ts'
import { settingOf } from './settle-members.ts'
import { readStandings } from './standing-queries.ts'
import { baseStanding, progressOf } from './standing-rules.ts'

/** The base level before anybody named it. */
export const unnamedBase = { name: '普通会员', colour: 0 }

const noProgramme = {
  version: null,
  measure: 'spend' as const,
  window: 'rolling_12_months' as const,
  tierId: null,
  earnedTierId: null,
  ...unnamedBase,
  reachedDay: null,
  grant: null,
  progress: { units: 0, next: null, keep: null },
  benefits: [] as Benefit[],
  gifts: [],
  flags: flagsOf([]),
}

/** Where a member stands: level, what is missing until when, what the level gives and how much of it is left. Refuses an unknown member. */
export async function memberTierView(work: Work, memberId: string) {
  const [setting, tiers] = await Promise.all([settingOf(work), memberTiers(work, [memberId])])
  if (!tiers.has(memberId)) throw new Refused('member_not_found')
  if (!setting) return noProgramme
  const { programme, today } = setting
  const { terms, version } = programme
  const span = { from: addMonths(today, -36), isWhole: terms.window === 'lifetime' }
  const [standings, days, gifts] = await Promise.all([
    readStandings(work, [memberId]),
    readDays(work, [memberId], span),
    readGifts(work, [memberId], periodOf(today, 'year')),
  ])
  const kept = standings.get(memberId)
  const standing = kept?.standing ?? baseStanding(today)
  const rank = rankOf(tiers.get(memberId)!, terms)
  const benefits = benefitsOfRank(rank, terms)
  const quotas = quotasOf(benefits, today, (benefitId, period) =>
    gifts
      .filter((gift) => gift.benefitId === benefitId && gift.period === period)
      .reduce((sum, { couponIds }) => sum + couponIds.length, 0),
  )
  const templates = await templateFacts(
    work,
    quotas.map(({ benefit }) => benefit.templateId),
  )
  const { earnedTierId, reachedDay, grant } = standing
  return {
    version,
    ...{ measure: terms.measure, window: terms.window },
    ...{ tierId: tiers.get(memberId) ?? null, earnedTierId, ...labelOf(rank, terms) },
    reachedDay: earnedTierId === null ? null : reachedDay,
    grant: grant && { tierId: grant.tierId, untilDay: grant.untilDay },
    progress: progressOf(standing, days.get(memberId) ?? [], terms, today),
    benefits: [...benefits],
    gifts: quotas.map(({ benefit, taken, left, renewsOn }) => ({
      ...{ benefitId: benefit.benefitId, name: templates.get(benefit.templateId)?.name ?? '' },
      ...{ quantity: benefit.quantity, taken, left, renewsOn, isAutomatic: benefit.isAutomatic },
    })),
    flags: flagsOf(benefits),
  }
}

function labelOf(rank: number, { base, levels }: ProgrammeTerms): { name: string; colour: number } {
  const { name, colour } = rank === 0 ? base : levels[rank - 1]!
  return { name, colour }
}
