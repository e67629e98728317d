import { sql } from 'kysely'
import { actorId } from '#platform/actor.ts'
import type { Work } from '#platform/work.ts'
import type { PromotionDraft } from './promotion-save-rules.ts'
import type { PromotionTerms } from './promotion-types.ts'

type LiveRow = {
  promotionId: string
  version: number
  name: string
  terms: PromotionTerms
  startsAt: Date
  endsAt: Date | null
  /** From when this version is what the promotion says. */
  earliestAt: Date
  isCounted: boolean
}

/**
 * Versions that run at some time between two instants in one of these stores; `until` null looks ahead without end. With `aheadHours` those
 * too that begin so much later: they have begun for who has early access.
 */
export function readLive(
  work: Work,
  storeIds: readonly string[],
  { from, until, aheadHours = 0 }: { from: Date; until: Date | null; aheadHours?: number },
): Promise<LiveRow[]> {
  return work.send<LiveRow>(sql`
    select v.promotion_id, v.version, v.name, v.terms, greatest(v.starts_at, v.valid_from) as starts_at,
           least(v.ends_at, v.valid_until) as ends_at, v.valid_from as earliest_at,
           v.use_limit is not null or v.member_limit is not null or v.budget_cents is not null as is_counted
      from promotions.promotion_version v
     where v.merchant_id = ${work.merchantId} and coalesce(least(v.ends_at, v.valid_until), 'infinity') > ${from}
       and (${until}::timestamptz is null or greatest(v.starts_at - make_interval(hours => ${aheadHours}), v.valid_from) <= ${until})
       and (v.valid_until is null or v.valid_from < v.valid_until)
       and (v.terms->'storeIds' = 'null' or v.terms->'storeIds' ?| ${[...storeIds]}::text[])
     order by v.promotion_id, v.version`)
}

export type PromotionRow = PromotionDraft & {
  id: string
  /** The last version; `shownVersion` is the one that these terms are of. */
  version: number
  shownVersion: number
  validFrom: Date
  validUntil: Date | null
  state: 'planned' | 'running' | 'ended'
  createdAt: Date
  uses: number
  offCents: number
}

const shownVersion = (work: Work) => sql`
  cross join lateral (
    select v.*, case when coalesce(least(v.ends_at, v.valid_until), 'infinity') <= ${work.at} then 'ended'
                     when greatest(v.starts_at, v.valid_from) > ${work.at} then 'planned' else 'running' end as state
      from promotions.promotion_version v
     where v.merchant_id = ${work.merchantId} and v.promotion_id = p.id
     order by coalesce(least(v.ends_at, v.valid_until), 'infinity') <= ${work.at},
              case when coalesce(least(v.ends_at, v.valid_until), 'infinity') > ${work.at} then v.valid_from end,
              v.version desc
     limit 1) v
  cross join lateral (
    select count(*) as uses, coalesce(sum(u.off_cents), 0)::bigint as off_cents from promotions.promotion_use u
     where u.merchant_id = ${work.merchantId} and u.promotion_id = p.id
       and not exists (select from promotions.promotion_return r where r.merchant_id = ${work.merchantId}
                          and r.promotion_id = u.promotion_id and r.sale_id = u.sale_id)) f`

const shownColumns = sql`p.id, p.version, v.version as shown_version, v.name, v.terms, v.starts_at, v.ends_at, v.use_limit,
  v.member_limit, v.budget_cents, v.valid_from, v.valid_until, v.state, p.created_at, f.uses, f.off_cents`

/** Promotions, newest first, each by the version that runs, else the next, else the last; with what they took off. */
export function listPromotions(
  work: Work,
  filter: { before: readonly [at: string, id: string] | null; limit: number },
): Promise<PromotionRow[]> {
  const [beforeAt, beforeId] = filter.before ?? [null, null]
  return work.send<PromotionRow>(sql`
    select ${shownColumns} from promotions.promotion p ${shownVersion(work)}
     where p.merchant_id = ${work.merchantId}
       and (${beforeAt}::timestamptz is null or (p.created_at, p.id) < (${beforeAt}::timestamptz, ${beforeId}::uuid))
     order by p.created_at desc, p.id desc limit ${filter.limit}`)
}

export async function readPromotion(work: Work, promotionId: string): Promise<PromotionRow | undefined> {
  const [row] = await work.send<PromotionRow>(sql`
    select ${shownColumns} from promotions.promotion p ${shownVersion(work)}
     where p.merchant_id = ${work.merchantId} and p.id = ${promotionId}`)
  return row
}

export type VersionRow = PromotionDraft & {
  version: number
  validFrom: Date
  validUntil: Date | null
  at: Date
  authorId: string | null
}

/** Every version, latest first. */
export function readVersions(work: Work, promotionId: string): Promise<VersionRow[]> {
  return work.send<VersionRow>(sql`
    select version, name, terms, starts_at, ends_at, use_limit, member_limit, budget_cents, valid_from, valid_until, at,
           author_id
      from promotions.promotion_version
     where merchant_id = ${work.merchantId} and promotion_id = ${promotionId} order by version desc limit 200`)
}

/** Locks the promotion: versions follow each other. */
export async function lockPromotion(work: Work, promotionId: string): Promise<{ version: number } | undefined> {
  const [row] = await work.send<{ version: number }>(sql`
    select version from promotions.promotion
     where merchant_id = ${work.merchantId} and id = ${promotionId} for update`)
  return row
}

export async function insertPromotion(work: Work, promotionId: string): Promise<void> {
  await work.send(sql`
    insert into promotions.promotion (merchant_id, id, created_at, author_id)
    values (${work.merchantId}, ${promotionId}, ${work.at}, ${actorId(work.actor)})`)
}

/** The next version from an instant on: whatever was to hold then gives way, what held before it holds till then. */
export async function insertVersion(
  work: Work,
  promotionId: string,
  { version, validFrom, ...draft }: PromotionDraft & { version: number; validFrom: Date },
): Promise<void> {
  const { name, terms, startsAt, endsAt, useLimit, memberLimit, budgetCents } = draft
  await Promise.all([
    endVersions(work, promotionId, validFrom),
    work.send(sql`
      insert into promotions.promotion_version (merchant_id, promotion_id, version, name, terms, starts_at, ends_at, use_limit,
        member_limit, budget_cents, valid_from, at, author_id)
      values (${work.merchantId}, ${promotionId}, ${version}, ${name}, ${JSON.stringify(terms)}::jsonb, ${startsAt}, ${endsAt},
        ${useLimit}, ${memberLimit}, ${budgetCents}, ${validFrom}, ${work.at}, ${actorId(work.actor)})`),
    work.send(sql`
      update promotions.promotion set version = ${version} where merchant_id = ${work.merchantId} and id = ${promotionId}`),
    writeCounter(work, promotionId, draft),
  ])
}

/** Ends every version at an instant; those that would begin later never do. */
export async function endVersions(work: Work, promotionId: string, at: Date): Promise<void> {
  await work.send(sql`
    update promotions.promotion_version set valid_until = greatest(valid_from, ${at})
     where merchant_id = ${work.merchantId} and promotion_id = ${promotionId}
       and (valid_until is null or valid_until > ${at})`)
}

/** The counter of a limited promotion. Limits hold at once, from what was used till now. */
function writeCounter(
  work: Work,
  promotionId: string,
  { useLimit, memberLimit, budgetCents }: Pick<PromotionDraft, 'useLimit' | 'memberLimit' | 'budgetCents'>,
): Promise<unknown> {
  const { merchantId } = work
  const used = sql`from promotions.promotion_use u
    where u.merchant_id = ${merchantId} and u.promotion_id = ${promotionId}
      and not exists (select from promotions.promotion_return r where r.merchant_id = ${merchantId}
                         and r.promotion_id = u.promotion_id and r.sale_id = u.sale_id)`
  return Promise.all([
    work.send(sql`
      insert into promotions.counter (merchant_id, promotion_id, use_limit, uses, budget_cents, spent_cents)
      select ${merchantId}, ${promotionId}, ${useLimit}, (select count(*) ${used}), ${budgetCents},
             (select coalesce(sum(u.off_cents), 0) ${used})
       where ${useLimit}::integer is not null or ${memberLimit}::integer is not null or ${budgetCents}::bigint is not null
          or exists (select from promotions.counter c where c.merchant_id = ${merchantId} and c.promotion_id = ${promotionId})
      on conflict (merchant_id, promotion_id) do update
         set use_limit = excluded.use_limit, uses = excluded.uses, budget_cents = excluded.budget_cents,
             spent_cents = excluded.spent_cents`),
    work.send(sql`
      insert into promotions.member_counter (merchant_id, promotion_id, member_id, uses, member_limit)
      select ${merchantId}, ${promotionId}, u.member_id, count(*), greatest(${memberLimit}::integer, count(*)) ${used}
         and u.member_id is not null and ${memberLimit}::integer is not null
       group by u.member_id
      on conflict (merchant_id, promotion_id, member_id) do update
         set uses = excluded.uses, member_limit = excluded.member_limit`),
  ])
}

/** What the counter holds, locked. */
export async function lockCounter(
  work: Work,
  promotionId: string,
): Promise<{ uses: number; spentCents: number } | undefined> {
  const [row] = await work.send<{ uses: number; spentCents: number }>(sql`
    select uses, spent_cents from promotions.counter
     where merchant_id = ${work.merchantId} and promotion_id = ${promotionId} for no key update`)
  return row
}
