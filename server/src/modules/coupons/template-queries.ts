import { sql } from 'kysely'
import { actorId } from '#platform/actor.ts'
import type { Work } from '#platform/work.ts'
import type { CouponTerms } from './coupon-types.ts'
import type { CouponTemplate, CouponValidity } from './template-rules.ts'

export type TemplateRow = CouponTemplate & {
  id: string
  version: number
  createdAt: Date
  stoppedAt: Date | null
}

const columns = sql`t.id, v.name, t.note, t.version, v.terms, v.validity, t.is_claimable, t.claim_opens_at, t.total_limit, t.member_limit,
  t.budget_cents, t.return_grace_days, t.created_at, t.stopped_at`

/** One template at its current version; with `isLocked` nobody issues or changes it meanwhile. */
export async function readTemplate(work: Work, templateId: string, isLocked = false): Promise<TemplateRow | undefined> {
  if (isLocked) {
    await work.send(sql`
      select from coupons.coupon_template where merchant_id = ${work.merchantId} and id = ${templateId} for update`)
  }
  const [row] = await readTemplates(work, [templateId])
  return row
}

export function readTemplates(work: Work, templateIds: readonly string[]): Promise<TemplateRow[]> {
  return work.send<TemplateRow>(sql`
    select ${columns} from coupons.coupon_template t
      join coupons.template_version v
        on v.merchant_id = ${work.merchantId} and v.template_id = t.id and v.version = t.version
     where t.merchant_id = ${work.merchantId} and t.id = any(${[...templateIds]}::uuid[])`)
}

export type TemplateFigures = {
  issued: number
  unused: number
  used: number
  expired: number
  uses: number
  offCents: number
}

/** What became of the coupons of a template `t`: as `c` and `u`. */
const figures = (work: Work) => sql`
      cross join lateral (
        select count(*) as issued,
               count(*) filter (where c.status in ('unused', 'offered') and c.ends_at > ${work.at}) as unused,
               count(*) filter (where c.status = 'used') as used,
               count(*) filter (where c.status in ('unused', 'offered') and c.ends_at <= ${work.at}) as expired
          from coupons.coupon c where c.merchant_id = ${work.merchantId} and c.template_id = t.id) c
      cross join lateral (
        select (select count(*) from coupons.coupon_use u
                 where u.merchant_id = ${work.merchantId} and u.template_id = t.id)
             - (select count(*) from coupons.coupon_return r
                 where r.merchant_id = ${work.merchantId} and r.template_id = t.id) as uses,
               (select coalesce(sum(u.off_cents), 0)::bigint from coupons.coupon_use u
                 where u.merchant_id = ${work.merchantId} and u.template_id = t.id
                   and not exists (select from coupons.coupon_return r
                                    where r.merchant_id = ${work.merchantId} and r.coupon_id = u.coupon_id
                                      and r.turn = u.turn)) as off_cents) u`

/** What became of the coupons of one kind; undefined where there is none. */
export async function readTemplateFigures(work: Work, templateId: string): Promise<TemplateFigures | undefined> {
  const rows = await work.send<TemplateFigures>(sql`
    select c.issued, c.unused, c.used, c.expired, u.uses, u.off_cents
      from coupons.coupon_template t
      ${figures(work)}
     where t.merchant_id = ${work.merchantId} and t.id = ${templateId}`)
  return rows[0]
}

/** Templates, newest first, with what became of their coupons. */
export function listTemplates(
  work: Work,
  filter: { before: readonly [at: string, id: string] | null; limit: number },
): Promise<(TemplateRow & TemplateFigures)[]> {
  const [beforeAt, beforeId] = filter.before ?? [null, null]
  return work.send(sql`
    select ${columns}, c.issued, c.unused, c.used, c.expired, u.uses, u.off_cents
      from coupons.coupon_template t
      join coupons.template_version v
        on v.merchant_id = ${work.merchantId} and v.template_id = t.id and v.version = t.version
      ${figures(work)}
     where t.merchant_id = ${work.merchantId}
       and (${beforeAt}::timestamptz is null or (t.created_at, t.id) < (${beforeAt}::timestamptz, ${beforeId}::uuid))
     order by t.created_at desc, t.id desc limit ${filter.limit}`)
}

export async function insertTemplate(work: Work, id: string, template: CouponTemplate): Promise<void> {
  const { note, isClaimable, claimOpensAt, totalLimit, memberLimit, budgetCents, returnGraceDays } = template
  await Promise.all([
    work.send(sql`
      insert into coupons.coupon_template (merchant_id, id, name, note, is_claimable, claim_opens_at, total_limit, member_limit,
        budget_cents, return_grace_days, created_at, author_id)
      values (${work.merchantId}, ${id}, ${template.name}, ${note}, ${isClaimable}, ${claimOpensAt}, ${totalLimit},
        ${memberLimit}, ${budgetCents}, ${returnGraceDays}, ${work.at}, ${actorId(work.actor)})`),
    insertVersion(work, id, 1, template),
    writePool(work, id, template),
  ])
}

/** The next version: what was issued keeps the terms of its own. */
export async function updateTemplate(work: Work, id: string, version: number, template: CouponTemplate): Promise<void> {
  const { note, isClaimable, claimOpensAt, totalLimit, memberLimit, budgetCents, returnGraceDays } = template
  await Promise.all([
    insertVersion(work, id, version, template),
    work.send(sql`
      update coupons.coupon_template
         set name = ${template.name}, note = ${note}, version = ${version}, is_claimable = ${isClaimable},
             claim_opens_at = ${claimOpensAt},
             total_limit = ${totalLimit}, member_limit = ${memberLimit}, budget_cents = ${budgetCents},
             return_grace_days = ${returnGraceDays}
       where merchant_id = ${work.merchantId} and id = ${id}`),
    writePool(work, id, template),
  ])
}

function insertVersion(
  work: Work,
  id: string,
  version: number,
  { name, terms, validity }: { name: string; terms: CouponTerms; validity: CouponValidity },
): Promise<unknown> {
  return work.send(sql`
    insert into coupons.template_version (merchant_id, template_id, version, name, terms, validity, at, author_id)
    values (${work.merchantId}, ${id}, ${version}, ${name}, ${JSON.stringify(terms)}::jsonb,
      ${JSON.stringify(validity)}::jsonb, ${work.at}, ${actorId(work.actor)})`)
}

/** The counters of a limited template. Where a limit is set later, they start from what was issued and spent till then. */
function writePool(
  work: Work,
  id: string,
  { totalLimit, budgetCents }: { totalLimit: number | null; budgetCents: number | null },
): Promise<unknown> {
  const { merchantId } = work
  return work.send(sql`
    insert into coupons.pool (merchant_id, template_id, total_limit, issued, budget_cents, spent_cents)
    select ${merchantId}, ${id}, ${totalLimit},
           (select coalesce(sum(i.quantity), 0) from coupons.coupon_issue i
             where i.merchant_id = ${merchantId} and i.template_id = ${id}),
           ${budgetCents},
           (select coalesce(sum(u.off_cents), 0) from coupons.coupon_use u
             where u.merchant_id = ${merchantId} and u.template_id = ${id}
               and not exists (select from coupons.coupon_return r where r.merchant_id = ${merchantId}
                                  and r.coupon_id = u.coupon_id and r.turn = u.turn))
     where ${totalLimit}::integer is not null or ${budgetCents}::bigint is not null
        or exists (select from coupons.pool p where p.merchant_id = ${merchantId} and p.template_id = ${id})
    on conflict (merchant_id, template_id) do update
       set total_limit = excluded.total_limit, issued = excluded.issued, budget_cents = excluded.budget_cents,
           spent_cents = excluded.spent_cents`)
}

/** How many were issued of a limited kind, as it stands; 0 where nothing counts them. Locks nothing: everybody may look. */
export async function readIssued({ send, merchantId }: Work, templateId: string): Promise<number> {
  const [row] = await send<{ issued: number }>(sql`
    select issued from coupons.pool where merchant_id = ${merchantId} and template_id = ${templateId}`)
  return row?.issued ?? 0
}

/** The counters of a limited kind, locked. */
export async function readPool(work: Work, templateId: string): Promise<{ issued: number; spentCents: number } | null> {
  const [row] = await work.send<{ issued: number; spentCents: number }>(sql`
    select issued, spent_cents from coupons.pool
     where merchant_id = ${work.merchantId} and template_id = ${templateId} for no key update`)
  return row ?? null
}

export async function updateStopped(work: Work, templateId: string, stoppedAt: Date | null): Promise<void> {
  await work.send(sql`
    update coupons.coupon_template set stopped_at = ${stoppedAt}
     where merchant_id = ${work.merchantId} and id = ${templateId}`)
}
