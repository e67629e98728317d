import type { Birthday } from '#modules/members/birthday-rules.ts'
import { nextBirthday } from '#modules/members/birthday-rules.ts'
import { addDays, addMonths, type Day, localDay } from '#shared/business-day.ts'
import { isWithinTimes } from '#shared/recurring-times.ts'
import type { EarnChannel } from './campaign-choice-rules.ts'
import type { Campaign, CampaignGift, CapKind, OpenCampaign } from './campaign-types.ts'
import type { EarnRule } from './earn-rules.ts'

/** A sale as campaigns see it. The tier is what the caller knows of the member; null: none. */
export type EarnOccasion = {
  at: Date
  timeZone: string
  storeId: string
  channel: EarnChannel
  memberId: string
  tierId: string | null
}

/** What was given of counted campaigns, and what is known of the members, while the counters are locked. */
export type CampaignState = {
  /** Points left of budgets; a campaign without one is not in it. */
  budgetLeft: Map<string, number>
  /** `usedKey` → what the member had in that period. */
  memberUsed: Map<string, { points: number; uses: number }>
  birthdays: Map<string, Birthday>
  birthdayUses: Map<string, readonly Day[]>
  /** Members who never bought anything before. */
  firstVisitors: Set<string>
}

export function noCampaignState(): CampaignState {
  return {
    budgetLeft: new Map(),
    memberUsed: new Map(),
    birthdays: new Map(),
    birthdayUses: new Map(),
    firstVisitors: new Set(),
  }
}

export const usedKey = (campaignId: string, memberId: string, period: string) => `${campaignId}/${memberId}/${period}`

/** Whether what a member had of a campaign is counted. */
export function isMemberCounted({ caps }: Pick<Campaign, 'caps'>): boolean {
  return caps.memberDayPoints !== null || caps.memberMonthPoints !== null || caps.memberUses !== null
}

export const isBirthday = ({ occasion }: Pick<Campaign, 'occasion'>) => occasion.startsWith('birthday')

/**
 * The rule that a member's sale earns by: the base with the campaigns that are open to it, pinned to what is left of them. The
 * very same object where none is, so that a sale without campaigns costs nothing.
 */
export function earnRuleFor(
  rule: EarnRule,
  campaigns: readonly Campaign[],
  state: CampaignState,
  occasion: EarnOccasion,
): EarnRule {
  const open = campaigns.flatMap((campaign) => openOf(campaign, state, occasion) ?? [])
  return open.length === 0 ? rule : { ...rule, campaigns: open }
}

function openOf(campaign: Campaign, state: CampaignState, occasion: EarnOccasion): OpenCampaign | undefined {
  if (!isForOccasion(campaign, state, occasion)) return undefined
  const { campaignId, version, name, give, scope, minBasisCents, group, priority } = campaign
  const cap = capOf(campaign, state, occasion)
  if (cap.capPoints !== null && cap.capPoints <= 0) return undefined
  return { campaignId, version, name, give, scope, minBasisCents, group, priority, ...cap }
}

function isForOccasion(campaign: Campaign, state: CampaignState, occasion: EarnOccasion): boolean {
  const { at, timeZone, storeId, channel, memberId, tierId } = occasion
  const { startsAt, endsAt, storeIds, channels, tierIds, times } = campaign
  if (Date.parse(startsAt) > at.getTime() || (endsAt !== null && Date.parse(endsAt) <= at.getTime())) return false
  if (storeIds && !storeIds.includes(storeId)) return false
  if (channels && !channels.includes(channel)) return false
  if (tierIds && (tierId === null || !tierIds.includes(tierId))) return false
  if (!isWithinTimes(times, at, timeZone)) return false
  if (campaign.occasion === 'first_visit') return state.firstVisitors.has(memberId)
  return !isBirthday(campaign) || openBirthday(campaign, state, occasion) !== null
}

/** Two birthdays of one person lie farther apart, by either calendar: what is nearer is the same one, edited. */
const leastDaysBetween = 300

/** The birthday that a sale falls around; null: none, or the member already had this year's on another day. */
function openBirthday(campaign: Campaign, state: CampaignState, { at, timeZone, memberId }: EarnOccasion): Day | null {
  const birthday = state.birthdays.get(memberId)
  if (!birthday) return null
  const { from, until } = birthdayWindow(campaign, localDay(at, timeZone))
  const day = nextBirthday(birthday, from)
  if (day > until) return null
  const isHad = (state.birthdayUses.get(memberId) ?? []).some(
    (used) => used !== day && used > addDays(day, -leastDaysBetween) && used < addDays(day, leastDaysBetween),
  )
  return isHad ? null : day
}

/** The days that a birthday may fall on for a sale of `today` to be within its day, week (from Monday) or month. */
function birthdayWindow({ occasion }: Pick<Campaign, 'occasion'>, today: Day): { from: Day; until: Day } {
  if (occasion === 'birthday_day') return { from: today, until: today }
  if (occasion === 'birthday_week') {
    const weekday = new Date(`${today}T00:00:00Z`).getUTCDay() || 7
    const from = addDays(today, 1 - weekday)
    return { from, until: addDays(from, 6) }
  }
  const from = `${today.slice(0, 7)}-01`
  return { from, until: addDays(addMonths(from, 1), -1) }
}

/** What is left of the caps: the least of them, 0 where its uses are gone; the first of equals is named. */
function capOf(campaign: Campaign, state: CampaignState, occasion: EarnOccasion) {
  const { campaignId, caps } = campaign
  const used = (period: string) =>
    state.memberUsed.get(usedKey(campaignId, occasion.memberId, period)) ?? { points: 0, uses: 0 }
  const today = localDay(occasion.at, occasion.timeZone)
  const left: { kind: CapKind; points: number }[] = []
  if (caps.memberUses) {
    const { uses } = used(usesPeriod(campaign, state, occasion)!)
    if (uses >= caps.memberUses.count) return { capPoints: 0, cappedBy: null }
  }
  if (caps.salePoints !== null) left.push({ kind: 'sale', points: caps.salePoints })
  if (caps.memberDayPoints !== null) {
    left.push({ kind: 'member_day', points: caps.memberDayPoints - used(`d${today}`).points })
  }
  if (caps.memberMonthPoints !== null) {
    left.push({ kind: 'member_month', points: caps.memberMonthPoints - used(`m${today.slice(0, 7)}`).points })
  }
  const budget = state.budgetLeft.get(campaignId)
  if (budget !== undefined) left.push({ kind: 'budget', points: budget })
  const tightest = left.reduce<(typeof left)[number] | null>(
    (least, each) => (least === null || each.points < least.points ? each : least),
    null,
  )
  return { capPoints: tightest?.points ?? null, cappedBy: tightest?.kind ?? null }
}

/** The period that a member's uses are counted in; a birthday's year is that birthday. */
function usesPeriod(campaign: Campaign, state: CampaignState, occasion: EarnOccasion): string | null {
  const { memberUses } = campaign.caps
  if (!memberUses) return null
  const today = localDay(occasion.at, occasion.timeZone)
  switch (memberUses.per) {
    case 'day':
      return `d${today}`
    case 'month':
      return `m${today.slice(0, 7)}`
    case 'year':
      return isBirthday(campaign) ? `b${openBirthday(campaign, state, occasion)}` : `y${today.slice(0, 4)}`
    case 'ever':
      return 'e'
  }
}

/** Every period in which the sale counts for its member. */
export function periodsOf(campaign: Campaign, state: CampaignState, occasion: EarnOccasion): string[] {
  const today = localDay(occasion.at, occasion.timeZone)
  const periods = new Set<string>()
  if (campaign.caps.memberDayPoints !== null) periods.add(`d${today}`)
  if (campaign.caps.memberMonthPoints !== null) periods.add(`m${today.slice(0, 7)}`)
  const uses = usesPeriod(campaign, state, occasion)
  if (uses !== null) periods.add(uses)
  return [...periods]
}

/** What one sale had of one campaign: a row to write, and the counters that it moves. */
export type CampaignUse = {
  campaignId: string
  version: number
  saleId: string
  storeId: string
  memberId: string
  day: Day
  points: number
  periods: string[]
  isBudgeted: boolean
  /** The birthday that it was given for. */
  birthday: Day | null
  at: Date
}

/** What a sale took of its campaigns, by the gifts that were priced from them. */
export function planCampaignUses(
  campaigns: readonly Campaign[],
  state: CampaignState,
  { saleId, ...occasion }: EarnOccasion & { saleId: string },
  gifts: readonly CampaignGift[],
): CampaignUse[] {
  return gifts.map(({ campaignId, version, points }) => {
    const campaign = campaigns.find((each) => each.campaignId === campaignId && each.version === version)!
    return {
      ...{
        campaignId,
        version,
        saleId,
        points,
        storeId: occasion.storeId,
        memberId: occasion.memberId,
        at: occasion.at,
      },
      day: localDay(occasion.at, occasion.timeZone),
      periods: periodsOf(campaign, state, occasion),
      isBudgeted: state.budgetLeft.has(campaignId),
      birthday: isBirthday(campaign) ? openBirthday(campaign, state, occasion) : null,
    }
  })
}

/** Makes a decided sale part of what later ones of its batch see: its points are gone, its member is no first visitor any more. */
export function applyCampaignUses(state: CampaignState, memberId: string, uses: readonly CampaignUse[]): void {
  state.firstVisitors.delete(memberId)
  for (const { campaignId, points, periods, birthday } of uses) {
    const left = state.budgetLeft.get(campaignId)
    if (left !== undefined) state.budgetLeft.set(campaignId, left - points)
    for (const period of periods) {
      const key = usedKey(campaignId, memberId, period)
      const had = state.memberUsed.get(key) ?? { points: 0, uses: 0 }
      state.memberUsed.set(key, { points: had.points + points, uses: had.uses + 1 })
    }
    if (birthday !== null) {
      state.birthdayUses.set(memberId, [...(state.birthdayUses.get(memberId) ?? []), birthday])
    }
  }
}
