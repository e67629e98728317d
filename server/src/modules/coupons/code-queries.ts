import { sql } from 'kysely'
import type { Work } from '#platform/work.ts'
import { pageOf, type CodePages } from './code-page-rules.ts'

/** Writes an issue's codes as pages of hashes, all in one parameter: an array of bytes would be spelled out as text. */
export function insertCodePages(work: Work, issueId: string, given: CodePages): Promise<unknown> {
  const { bytes, pages, starts, lengths } = given
  return work.send(sql`
    insert into coupons.code_page (merchant_id, page, issue_id, hashes)
    select ${work.merchantId}, p.page, ${issueId}, substring(h.bytes from p.start + 1 for p.length)
      from (select ${bytes}::bytea as bytes) h,
           unnest(${pages}::smallint[], ${starts}::integer[], ${lengths}::integer[]) p (page, start, length)`)
}

export type CodeRow = { issueId: string; couponId: string | null }

/**
 * The code of this hash, locked: whoever shows it at the same time waits. Shown for the first time it gets a row of its own,
 * which stands only if it becomes a coupon. Chance does not put the same 128 bits across two hashes of a page.
 */
export async function lockCode(work: Work, codeHash: Buffer): Promise<CodeRow | undefined> {
  const { merchantId } = work
  const [, , rows] = await Promise.all([
    work.send(sql`
      insert into coupons.code (merchant_id, code_hash, issue_id)
      select ${merchantId}, ${codeHash}, issue_id from coupons.code_page
       where merchant_id = ${merchantId} and page = ${pageOf(codeHash)} and position(${codeHash}::bytea in hashes) > 0
          on conflict (merchant_id, code_hash) do nothing`),
    work.send(sql`
      select from coupons.code where merchant_id = ${merchantId} and code_hash = ${codeHash} for update`),
    work.send<CodeRow>(sql`
      select issue_id, coupon_id from coupons.code where merchant_id = ${merchantId} and code_hash = ${codeHash}`),
  ])
  return rows[0]
}

/** Binds a code to the coupon it became: only one that is still free. */
export async function bindCode(work: Work, codeHash: Buffer, couponId: string): Promise<boolean> {
  const bound = await work.send(sql`
    update coupons.code set coupon_id = ${couponId}
     where merchant_id = ${work.merchantId} and code_hash = ${codeHash} and coupon_id is null
    returning coupon_id`)
  return bound.length === 1
}

export type CodeIssue = {
  id: string
  templateId: string
  quantity: number
  sealedSecret: Buffer | null
  exportedAt: Date | null
}

export async function lockCodeIssue(work: Work, issueId: string): Promise<CodeIssue | undefined> {
  const [row] = await work.send<CodeIssue>(sql`
    select id, template_id, quantity, sealed_secret, exported_at from coupons.coupon_issue
     where merchant_id = ${work.merchantId} and id = ${issueId} and kind = 'codes' for update`)
  return row
}

export async function readCodeIssue(work: Work, issueId: string): Promise<CodeIssue | undefined> {
  const [row] = await work.send<CodeIssue>(sql`
    select id, template_id, quantity, sealed_secret, exported_at from coupons.coupon_issue
     where merchant_id = ${work.merchantId} and id = ${issueId} and kind = 'codes'`)
  return row
}

export async function updateExported(work: Work, issueId: string): Promise<void> {
  await work.send(sql`
    update coupons.coupon_issue set exported_at = ${work.at} where merchant_id = ${work.merchantId} and id = ${issueId}`)
}

/** Forgets what exported codes were drawn from; tells when the next is due. */
export async function forgetSecrets(work: Work, exportedBefore: Date): Promise<Date | null> {
  await work.send(sql`
    update coupons.coupon_issue set sealed_secret = null
     where merchant_id = ${work.merchantId} and sealed_secret is not null and exported_at <= ${exportedBefore}`)
  const [row] = await work.send<{ next: Date | null }>(sql`
    select min(exported_at) as next from coupons.coupon_issue
     where merchant_id = ${work.merchantId} and sealed_secret is not null`)
  return row?.next ?? null
}
