import type { Day } from '#shared/business-day.ts'
import { isAlways, type RecurringTimes } from '#shared/recurring-times.ts'
import { timesWords } from '#shared/recurring-times-words.ts'
import type { CampaignOccasion, EarnChannel } from './campaign-choice-rules.ts'
import type { CampaignCaps, CampaignGive } from './campaign-types.ts'

/** A campaign that runs or is announced, with everything that it names by name. */
export type RunningCampaign = {
  name: string
  give: CampaignGive
  fromDay: Day
  /** Null: without an end. */
  untilDay: Day | null
  times: RecurringTimes
  minBasisCents: number
  stores: readonly string[] | null
  tiers: readonly string[] | null
  channels: readonly EarnChannel[] | null
  occasion: CampaignOccasion
  /** Null: everything; the names of what it is on, and of what it is not. */
  goods: readonly string[] | null
  except: readonly string[]
  /** Campaigns of one group: only the one that gives most. */
  isOneOfGroup: boolean
  caps: CampaignCaps
  hasBudget: boolean
}

/** A redemption day, a rescue or a better worth that runs or is announced. */
export type RunningSpecial = {
  kind: 'rescue' | 'day' | 'worth'
  name: string
  fromDay: Day
  toDay: Day
  weekDays: readonly number[] | null
  monthDays: readonly number[] | null
  withinDays: number | null
  minEnding: number
  rateBps: number | null
  tillRateBps: number | null
  hasBudget: boolean
}

/** What runs or is announced beside the base rule. */
export type Running = {
  levels: readonly { name: string; rateBps: number }[]
  campaigns: readonly RunningCampaign[]
  specials: readonly RunningSpecial[]
}

type Pick2 = (zh: string, en: string) => string
type Money = (cents: number) => string

const times = (bps: number) => String(bps / 10_000)
const percent = (bps: number) => String(bps / 100)

/** One sentence for each level that earns more, each campaign, and each special of the mall. */
export function runningSentences({ levels, campaigns, specials }: Running, pick: Pick2, money: Money): string[] {
  return [
    ...levels.map(({ name, rateBps }) =>
      pick(`${name}会员消费得 ${times(rateBps)} 倍积分。`, `${name} members earn ${times(rateBps)} times the points.`),
    ),
    ...campaigns.map((campaign) => campaignSentence(campaign, pick, money)),
    ...specials.map((special) => specialSentence(special, pick)),
    ...(campaigns.some(({ isOneOfGroup }) => isOneOfGroup)
      ? [
          pick(
            '注明“同类取其一”的活动同时满足时，只按给得最多的一个计算。',
            'Of campaigns marked “one of a kind” only the one that gives most counts.',
          ),
        ]
      : []),
  ]
}

function campaignSentence(campaign: RunningCampaign, pick: Pick2, money: Money): string {
  const { name, give, caps, hasBudget, isOneOfGroup } = campaign
  const conditions = conditionsOf(campaign, pick, money)
  const what = giveWords(give, pick, money)
  const limits = [
    ...capWords(caps, pick),
    ...(isOneOfGroup ? [pick('同类取其一', 'one of a kind')] : []),
    ...(hasBudget ? [pick('总量有限，发完为止', 'while it lasts')] : []),
  ]
  const zh = `${name}：${[...conditions, what].join('，')}${limits.length > 0 ? `；${limits.join('，')}` : ''}。`
  const en = `${name}: ${[...conditions, what].join(', ')}${limits.length > 0 ? `; ${limits.join(', ')}` : ''}.`
  return pick(zh, en)
}

function conditionsOf(campaign: RunningCampaign, pick: Pick2, money: Money): string[] {
  const { stores, tiers, channels, occasion, goods, except, minBasisCents } = campaign
  const joined = (names: readonly string[]) => names.join(pick('、', ', '))
  const occasions: Record<CampaignOccasion, string | null> = {
    any: null,
    first_visit: pick('首次消费', 'on the first purchase'),
    birthday_day: pick('生日当天', 'on the birthday'),
    birthday_week: pick('生日当周', 'in the week of the birthday'),
    birthday_month: pick('生日当月', 'in the month of the birthday'),
  }
  const channelNames: Record<EarnChannel, string> = {
    till: pick('收银台', 'the till'),
    offline: pick('断网时的收银台', 'a till without a line'),
    portal: pick('会员中心', 'the member portal'),
    mall: pick('积分商城', 'the mall'),
  }
  const words = timesWords(campaign.times, pick('zh', 'en') as 'zh' | 'en')
  return [
    periodWords(campaign, pick),
    isAlways(campaign.times) ? null : words,
    occasions[occasion],
    tiers && pick(`限${joined(tiers)}会员`, `for ${joined(tiers)}`),
    stores && pick(`限${joined(stores)}`, `at ${joined(stores)}`),
    channels &&
      pick(
        `限${joined(channels.map((each) => channelNames[each]))}`,
        `at ${joined(channels.map((each) => channelNames[each]))}`,
      ),
    goods && pick(`购买${joined(goods)}`, `on ${joined(goods)}`),
    except.length > 0 ? pick(`${joined(except)}除外`, `not on ${joined(except)}`) : null,
    minBasisCents > 0 ? pick(`满 ${money(minBasisCents)}`, `from ${money(minBasisCents)} on`) : null,
  ].filter((text) => text !== null)
}

function periodWords({ fromDay, untilDay }: Pick<RunningCampaign, 'fromDay' | 'untilDay'>, pick: Pick2): string {
  return untilDay
    ? pick(`${fromDay} 至 ${untilDay}`, `${fromDay} to ${untilDay}`)
    : pick(`${fromDay} 起`, `from ${fromDay} on`)
}

function giveWords(give: CampaignGive, pick: Pick2, money: Money): string {
  switch (give.kind) {
    case 'multiplier':
      return pick(`得 ${times(give.rateBps)} 倍积分`, `${times(give.rateBps)} times the points`)
    case 'per_amount':
      return pick(
        `每 ${money(give.perCents)} 加 ${give.points} 积分`,
        `${give.points} more for every ${money(give.perCents)}`,
      )
    case 'fixed':
      return pick(`加 ${give.points} 积分`, `${give.points} more points`)
    case 'per_piece':
      return pick(`每件加 ${give.points} 积分`, `${give.points} more for each piece`)
  }
}

function capWords({ salePoints, memberDayPoints, memberMonthPoints, memberUses }: CampaignCaps, pick: Pick2): string[] {
  const per = { day: ['每天', 'a day'], month: ['每月', 'a month'], year: ['每年', 'a year'], ever: ['共', 'in all'] }
  return [
    salePoints === null ? null : pick(`每单最多 ${salePoints} 积分`, `at most ${salePoints} a purchase`),
    memberDayPoints === null
      ? null
      : pick(`每人每天最多 ${memberDayPoints} 积分`, `${memberDayPoints} a member and day`),
    memberMonthPoints === null
      ? null
      : pick(`每人每月最多 ${memberMonthPoints} 积分`, `${memberMonthPoints} a member and month`),
    memberUses &&
      pick(
        `每人${per[memberUses.per][0]} ${memberUses.count} 次`,
        `${memberUses.count} time${memberUses.count === 1 ? '' : 's'} a member ${per[memberUses.per][1]}`,
      ),
  ].filter((text) => text !== null)
}

function specialSentence(special: RunningSpecial, pick: Pick2): string {
  const { kind, name, withinDays, minEnding, rateBps, tillRateBps, hasBudget } = special
  const days = { weekdays: special.weekDays ?? [], monthDays: special.monthDays ?? [], hours: [] }
  const parts = [
    pick(`${special.fromDay} 至 ${special.toDay}`, `${special.fromDay} to ${special.toDay}`),
    isAlways(days) ? null : timesWords(days, pick('zh', 'en') as 'zh' | 'en'),
    withinDays === null
      ? null
      : pick(
          `有${minEnding > 1 ? ` ${minEnding} ` : ''}积分在 ${withinDays} 天内到期的会员`,
          `for members with ${minEnding > 1 ? `${minEnding} ` : ''}points that end within ${withinDays} days`,
        ),
    kind === 'worth' || (rateBps === null && tillRateBps !== null)
      ? null
      : rateBps === null
        ? pick('指定礼品优惠兑换', 'some rewards for fewer points')
        : pick(`兑换只需 ${percent(rateBps)}% 积分`, `rewards for ${percent(rateBps)} % of their points`),
    kind === 'worth' && rateBps !== null
      ? pick(`这些积分按 ${percent(rateBps)}% 抵用`, `those points are worth ${percent(rateBps)} %`)
      : null,
    tillRateBps === null
      ? null
      : pick(`收银台积分按 ${percent(tillRateBps)}% 抵现`, `points at the till are worth ${percent(tillRateBps)} %`),
    hasBudget ? pick('总量有限，用完为止', 'while it lasts') : null,
  ].filter((text) => text !== null)
  return pick(`${name}：${parts.join('，')}。`, `${name}: ${parts.join(', ')}.`)
}
