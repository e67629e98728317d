import { sql } from 'kysely'
import type { Work } from '#platform/work.ts'
import { countIssued, type NewIssue } from './issue-queries.ts'

/** An issue that is handed out piece by piece, with the next of its members; none when all have theirs. */
export type NextPage = Pick<NewIssue, 'templateId' | 'templateVersion' | 'startsAt' | 'endsAt'> & {
  issueId: string
  page: number
  memberIds: string[]
}

export function insertRun(
  work: Work,
  run: Pick<NewIssue, 'id' | 'templateId' | 'templateVersion' | 'startsAt' | 'endsAt'>,
): Promise<unknown> {
  return work.send(sql`
    insert into coupons.issue_run (merchant_id, issue_id, template_id, template_version, starts_at, ends_at)
    values (${work.merchantId}, ${run.id}, ${run.templateId}, ${run.templateVersion}, ${run.startsAt}, ${run.endsAt})`)
}

/** The next page of the oldest issue that still has one. The sweep's own row is its lock. */
export async function readNextPage(work: Work): Promise<NextPage | undefined> {
  const rows = await work.send<NextPage>(sql`
    select p.issue_id, p.page, p.member_ids, r.template_id, r.template_version, r.starts_at, r.ends_at
      from coupons.issue_page p
      join coupons.issue_run r on r.merchant_id = ${work.merchantId} and r.issue_id = p.issue_id
     where p.merchant_id = ${work.merchantId}
     order by p.issue_id, p.page limit 1`)
  return rows[0]
}

/**
 * Takes a page away with what became of it. Who went without is taken off the issue's quantity and given back to the pool; behind the
 * last page the issue has ended.
 */
export async function settlePage(
  work: Work,
  { issueId, templateId, page }: NextPage,
  { given, skipped }: { given: number; skipped: number },
): Promise<void> {
  const { merchantId, at } = work
  await Promise.all([
    work.send(sql`
      delete from coupons.issue_page where merchant_id = ${merchantId} and issue_id = ${issueId} and page = ${page}`),
    giveBack(work, { issueId, templateId, count: skipped }),
    work.send(sql`
      update coupons.issue_run r
         set given = r.given + ${given}, skipped = r.skipped + ${skipped},
             ended_at = case when exists (select from coupons.issue_page p
                                           where p.merchant_id = ${merchantId} and p.issue_id = ${issueId})
                             then null else ${at}::timestamptz end
       where r.merchant_id = ${merchantId} and r.issue_id = ${issueId}`),
  ])
}

/** Ends an issue before everybody has theirs. Returns how many go without. */
export async function stopRun(
  work: Work,
  { issueId, templateId }: Pick<NextPage, 'issueId' | 'templateId'>,
): Promise<number> {
  const { merchantId, at } = work
  const pages = await work.send<{ members: number }>(sql`
    delete from coupons.issue_page where merchant_id = ${merchantId} and issue_id = ${issueId}
    returning cardinality(member_ids) as members`)
  const skipped = pages.reduce((sum, { members }) => sum + members, 0)
  await Promise.all([
    giveBack(work, { issueId, templateId, count: skipped }),
    work.send(sql`
      update coupons.issue_run set skipped = skipped + ${skipped}, ended_at = ${at}, is_stopped = true
       where merchant_id = ${merchantId} and issue_id = ${issueId}`),
  ])
  return skipped
}

async function giveBack(
  work: Work,
  { issueId, templateId, count }: { issueId: string; templateId: string; count: number },
): Promise<void> {
  if (count === 0) return
  await Promise.all([
    countIssued(work, templateId, -count),
    work.send(sql`
      update coupons.coupon_issue set quantity = quantity - ${count}
       where merchant_id = ${work.merchantId} and id = ${issueId}`),
  ])
}
