import { type RawBuilder, sql } from 'kysely'
import { actorId } from '#platform/actor.ts'
import type { Work } from '#platform/work.ts'
import type { CampaignDraft } from './campaign-save-rules.ts'
import type { Campaign, CampaignTerms } from './campaign-types.ts'

/** A version of a campaign as rows hold it. */
export type LiveCampaignRow = Omit<Campaign, keyof CampaignTerms> & { terms: CampaignTerms }

export function campaignOf({ terms, ...head }: LiveCampaignRow): Campaign {
  return { ...terms, ...head }
}

/** Versions that run at some time between two instants, as one JSON value: a part of the statement that reads the base rule. */
export function liveCampaigns({ merchantId }: Work, from: Date, until: Date): RawBuilder<unknown> {
  return sql`(
    select coalesce(jsonb_agg(jsonb_build_object('campaignId', v.campaign_id, 'version', v.version, 'name', v.name,
             'terms', v.terms, 'startsAt', greatest(v.starts_at, v.valid_from), 'endsAt', least(v.ends_at, v.valid_until),
             'budgetPoints', v.budget_points) order by v.campaign_id, v.version), '[]')
      from points.campaign_version v
     where v.merchant_id = ${merchantId} and coalesce(least(v.ends_at, v.valid_until), 'infinity') > ${from}
       and greatest(v.starts_at, v.valid_from) <= ${until} and (v.valid_until is null or v.valid_from < v.valid_until))`
}

export type CampaignRow = CampaignDraft & {
  id: string
  /** The last version; `shownVersion` is the one that these terms are of. */
  version: number
  shownVersion: number
  validFrom: Date
  validUntil: Date | null
  state: 'planned' | 'running' | 'ended'
  createdAt: Date
  /** What it gave, less what refunds took back; to how many members and sales. */
  givenPoints: number
  members: number
  sales: number
}

const shownVersion = (work: Work) => sql`
  cross join lateral (
    select v.*, case when coalesce(least(v.ends_at, v.valid_until), 'infinity') <= ${work.at} then 'ended'
                     when greatest(v.starts_at, v.valid_from) > ${work.at} then 'planned' else 'running' end as state
      from points.campaign_version v
     where v.merchant_id = ${work.merchantId} and v.campaign_id = c.id
     order by coalesce(least(v.ends_at, v.valid_until), 'infinity') <= ${work.at},
              case when coalesce(least(v.ends_at, v.valid_until), 'infinity') > ${work.at} then v.valid_from end,
              v.version desc
     limit 1) v
  cross join lateral (
    select count(distinct u.member_id) as members, count(*) as sales,
           coalesce(sum(u.points), 0)::bigint - coalesce((
             select sum(r.points) from points.campaign_return r
              where r.merchant_id = ${work.merchantId} and r.campaign_id = c.id), 0)::bigint as given_points
      from points.campaign_use u where u.merchant_id = ${work.merchantId} and u.campaign_id = c.id) f`

const shownColumns = sql`c.id, c.version, v.version as shown_version, v.name, v.terms, v.starts_at, v.ends_at, v.budget_points,
  v.simulated, v.valid_from, v.valid_until, v.state, c.created_at, f.given_points, f.members, f.sales`

/** Campaigns, newest first, each by the version that runs, else the next, else the last; with what they gave. */
export function listCampaigns(
  work: Work,
  filter: { before: readonly [at: string, id: string] | null; limit: number },
): Promise<CampaignRow[]> {
  const [beforeAt, beforeId] = filter.before ?? [null, null]
  return work.send<CampaignRow>(sql`
    select ${shownColumns} from points.campaign c ${shownVersion(work)}
     where c.merchant_id = ${work.merchantId}
       and (${beforeAt}::timestamptz is null or (c.created_at, c.id) < (${beforeAt}::timestamptz, ${beforeId}::uuid))
     order by c.created_at desc, c.id desc limit ${filter.limit}`)
}

export async function readCampaign(work: Work, campaignId: string): Promise<CampaignRow | undefined> {
  const [row] = await work.send<CampaignRow>(sql`
    select ${shownColumns} from points.campaign c ${shownVersion(work)}
     where c.merchant_id = ${work.merchantId} and c.id = ${campaignId}`)
  return row
}

export type CampaignVersionRow = CampaignDraft & {
  version: number
  validFrom: Date
  validUntil: Date | null
  at: Date
  authorId: string | null
}

/** Every version, latest first. */
export function readCampaignVersions(work: Work, campaignId: string): Promise<CampaignVersionRow[]> {
  return work.send<CampaignVersionRow>(sql`
    select version, name, terms, starts_at, ends_at, budget_points, simulated, valid_from, valid_until, at, author_id
      from points.campaign_version
     where merchant_id = ${work.merchantId} and campaign_id = ${campaignId} order by version desc limit 200`)
}

/** What a campaign gave on each of its last days, less what was taken back of those sales; latest first. */
export function readCampaignDays(
  work: Work,
  campaignId: string,
): Promise<{ day: string; points: number; sales: number; members: number }[]> {
  return work.send(sql`
    select u.day, count(*) as sales, count(distinct u.member_id) as members,
           (sum(u.points) - coalesce(sum(r.points), 0))::bigint as points
      from points.campaign_use u
      left join lateral (
        select sum(r.points) as points from points.campaign_return r
         where r.merchant_id = ${work.merchantId} and r.campaign_id = u.campaign_id and r.sale_id = u.sale_id) r on true
     where u.merchant_id = ${work.merchantId} and u.campaign_id = ${campaignId}
     group by u.day order by u.day desc limit 92`)
}

/** Locks the campaign: versions follow each other. */
export async function lockCampaign(work: Work, campaignId: string): Promise<{ version: number } | undefined> {
  const [row] = await work.send<{ version: number }>(sql`
    select version from points.campaign
     where merchant_id = ${work.merchantId} and id = ${campaignId} for update`)
  return row
}

export async function insertCampaign(work: Work, campaignId: string): Promise<void> {
  await work.send(sql`
    insert into points.campaign (merchant_id, id, created_at, author_id)
    values (${work.merchantId}, ${campaignId}, ${work.at}, ${actorId(work.actor)})`)
}

/** The next version from now on: whatever held gives way. The budget holds at once, from what was given till now. */
export async function insertCampaignVersion(
  work: Work,
  campaignId: string,
  { version, ...draft }: CampaignDraft & { version: number },
): Promise<void> {
  const { merchantId, at } = work
  const { name, terms, startsAt, endsAt, budgetPoints, simulated } = draft
  await Promise.all([
    endCampaignVersions(work, campaignId, at),
    work.send(sql`
      insert into points.campaign_version (merchant_id, campaign_id, version, name, terms, starts_at, ends_at, budget_points,
        simulated, valid_from, at, author_id)
      values (${merchantId}, ${campaignId}, ${version}, ${name}, ${JSON.stringify(terms)}::jsonb, ${startsAt}, ${endsAt},
        ${budgetPoints}, ${simulated ? JSON.stringify(simulated) : null}::jsonb, ${at}, ${at}, ${actorId(work.actor)})`),
    work.send(sql`
      update points.campaign set version = ${version} where merchant_id = ${merchantId} and id = ${campaignId}`),
    work.send(sql`
      insert into points.campaign_counter (merchant_id, campaign_id, budget_points, given_points)
      select ${merchantId}, ${campaignId}, ${budgetPoints},
             coalesce((select sum(u.points) from points.campaign_use u
                        where u.merchant_id = ${merchantId} and u.campaign_id = ${campaignId}), 0)
             - coalesce((select sum(r.points) from points.campaign_return r
                          where r.merchant_id = ${merchantId} and r.campaign_id = ${campaignId}), 0)
       where ${budgetPoints}::bigint is not null
          or exists (select from points.campaign_counter c where c.merchant_id = ${merchantId} and c.campaign_id = ${campaignId})
      on conflict (merchant_id, campaign_id) do update
         set budget_points = excluded.budget_points, given_points = excluded.given_points`),
  ])
}

/** Ends every version at an instant; those that would begin later never do. */
export async function endCampaignVersions(work: Work, campaignId: string, at: Date): Promise<void> {
  await work.send(sql`
    update points.campaign_version set valid_until = greatest(valid_from, ${at})
     where merchant_id = ${work.merchantId} and campaign_id = ${campaignId}
       and (valid_until is null or valid_until > ${at})`)
}

/** What the budget's counter holds, locked. */
export async function lockCampaignCounter(work: Work, campaignId: string): Promise<number> {
  const [row] = await work.send<{ givenPoints: number }>(sql`
    select given_points from points.campaign_counter
     where merchant_id = ${work.merchantId} and campaign_id = ${campaignId} for no key update`)
  return row?.givenPoints ?? 0
}
