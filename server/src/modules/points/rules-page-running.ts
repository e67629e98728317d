import { sql } from 'kysely'
import { categories } from '#modules/catalog/arrange-shelf.ts'
import { readItemFacts } from '#modules/catalog/item-facts.ts'
import { homeZone } from '#modules/shops/next-morning.ts'
import { storeFacts } from '#modules/shops/store-facts.ts'
import type { Work } from '#platform/work.ts'
import { localDay } from '#shared/business-day.ts'
import { campaignOf, type LiveCampaignRow, liveCampaigns } from './campaign-queries.ts'
import type { Campaign } from './campaign-types.ts'
import { builtInGiftPolicy, type GiftPolicy } from './mall-terms-rules.ts'
import type { GiftTerms, MallTerms } from './rules-page-mall-rules.ts'
import type { Running, RunningCampaign, RunningSpecial } from './rules-page-running-rules.ts'

/** Campaigns that begin later than this are not announced yet. */
const announcedDays = 366

/** What runs or is announced: levels that earn more, campaigns, specials of the mall; null where there is nothing. Locks nothing. */
export async function readRunning(work: Work): Promise<Running | null> {
  const { merchantId, at } = work
  const zone = await homeZone(work)
  const until = new Date(at.getTime() + announcedDays * 86_400_000)
  const [[row], specials] = await Promise.all([
    work.send<{ campaigns: LiveCampaignRow[]; levels: Running['levels'] }>(sql`
      select ${liveCampaigns(work, at, until)} as campaigns,
             (select coalesce(jsonb_agg(jsonb_build_object('name', t.name, 'rateBps', t.points_times_bps)
                                        order by t.points_times_bps, t.tier_id), '[]')
                from tiers.read_points_times t where t.merchant_id = ${merchantId}) as levels`),
    work.send<RunningSpecial>(sql`
      select kind, name, from_day::text, to_day::text, week_days, month_days, within_days, min_ending, rate_bps, till_rate_bps, has_budget
        from rewards.read_special
       where merchant_id = ${merchantId} and to_day >= ${localDay(at, zone)}::date order by from_day, id`),
  ])
  const { levels } = row!
  const campaigns = await withNames(work, row!.campaigns.map(campaignOf), zone)
  return levels.length + campaigns.length + specials.length === 0 ? null : { levels, campaigns, specials }
}

async function withNames(work: Work, campaigns: readonly Campaign[], zone: string): Promise<RunningCampaign[]> {
  if (campaigns.length === 0) return []
  const productIds = campaigns.flatMap(({ scope }) => [...scope.productIds, ...scope.excludedProductIds])
  const [{ items }, shelf, stores, tiers] = await Promise.all([
    readItemFacts(work, [...new Set(productIds)]),
    categories(work),
    storeFacts(work),
    work.send<{ tierId: string; name: string }>(sql`
      select tier_id, name from tiers.read_level_name where merchant_id = ${work.merchantId}`),
  ])
  const names = new Map([...items, ...shelf, ...stores.values()].map(({ id, name }) => [id, name]))
  for (const { tierId, name } of tiers) names.set(tierId, name)
  const named = (ids: readonly string[]) => ids.map((id) => names.get(id) ?? '–')
  return campaigns.map(
    ({ name, give, times, minBasisCents, storeIds, tierIds, channels, occasion, scope, ...rest }) => ({
      ...{ name, give, times, minBasisCents, channels, occasion, caps: rest.caps },
      fromDay: localDay(new Date(rest.startsAt), zone),
      untilDay: rest.endsAt === null ? null : localDay(new Date(Date.parse(rest.endsAt) - 1), zone),
      stores: storeIds && named(storeIds),
      tiers: tierIds && named(tierIds),
      goods: scope.of === 'all' ? null : named([...scope.categoryIds, ...scope.productIds]),
      except: named([...scope.excludedCategoryIds, ...scope.excludedProductIds]),
      isOneOfGroup: rest.group !== null,
      hasBudget: rest.budgetPoints !== null,
    }),
  )
}

/** How rewards are had, over all that are in the mall or will be; null where there are none. */
export async function readMallTerms({ send, merchantId, at }: Work): Promise<MallTerms | null> {
  const [row] = await send<Omit<MallTerms, 'holdHours'> & { least: number | null; most: number | null }>(sql`
    select coalesce(bool_or(has_money), false) as has_money, coalesce(bool_or(may_deliver), false) as may_deliver,
           coalesce(bool_or(is_paid_at_till), false) as is_paid_at_till, coalesce(bool_or(is_limited), false) as is_limited,
           coalesce(bool_or(is_eco), false) as has_eco, min(hold_hours) as least, max(hold_hours) as most
      from rewards.read_mall_reward where merchant_id = ${merchantId} and (ends_at is null or ends_at > ${at})`)
  const { least, most, ...terms } = row!
  return least === null || most === null ? null : { ...terms, holdHours: [least, most] }
}

/** What members may give each other; null where they may not. */
export async function readGiftTerms({ send, merchantId }: Work): Promise<GiftTerms> {
  const [row] = await send<GiftPolicy>(sql`
    select is_on, day_most, year_most, member_days from rewards.read_gift_policy where merchant_id = ${merchantId}`)
  const { isOn, ...terms } = row ?? builtInGiftPolicy
  return isOn ? terms : null
}
