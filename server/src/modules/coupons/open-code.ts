import { lockMembers } from '#modules/members/lock-members.ts'
import type { Work } from '#platform/work.ts'
import { assert } from '#shared/assert.ts'
import { newId } from '#shared/ids.ts'
import { accept, Refused } from '#shared/refusal.ts'
import { bindCode, lockCode, readCodeIssue } from './code-queries.ts'
import { typedCode } from '#shared/secret-code.ts'
import { lockCoupons } from './use-coupons.ts'
import { insertCoupons, lockIssuing } from './issue-queries.ts'
import { codeHash } from './code-hash.ts'
import { countMember } from './coupon-queries.ts'
import { couponZone } from './save-template.ts'
import { readTemplate } from './template-queries.ts'
import { couponPeriod } from './template-rules.ts'

/**
 * Turns a code that somebody shows into the coupon it stands for, the member's own where one is given.
 *
 * The first to show it has it. Shown again by the same member, or at the till without one, the answer is the same coupon,
 * as long as it is unused. Refuses a code that nobody made, and one that was used or is another's; a template's limit per
 * member holds here too. Locks member, template and counters, then the code.
 */
export async function openCode(
  work: Work,
  { code: typed, memberId }: { code: string; memberId: string | null },
): Promise<{ couponId: string }> {
  const code = typedCode(typed)
  if (!code) throw new Refused('coupon_code_not_found')
  if (memberId) accept((await lockMembers(work, [memberId])).get(memberId)!)
  const hash = codeHash(work, code)
  const row = await lockCode(work, hash)
  if (!row) throw new Refused('coupon_code_not_found')
  if (row.couponId) return { couponId: await openedBefore(work, row.couponId, memberId) }

  const issue = await readCodeIssue(work, row.issueId)
  assert(issue, 'a code belongs to an issue')
  const { templateId } = issue
  const [{ issuedTo }, template] = await Promise.all([
    lockIssuing(work, templateId, memberId ? [memberId] : []),
    readTemplate(work, templateId),
  ])
  assert(template, 'an issue belongs to a template')
  const { memberLimit, terms, validity, version } = template
  if (memberId && memberLimit !== null && (issuedTo.get(memberId) ?? 0) >= memberLimit) {
    throw new Refused('coupon_member_limit', { limit: memberLimit })
  }
  const period = couponPeriod(validity, work.at, await couponZone(work, terms.storeIds))
  if (!period) throw new Refused('coupon_template_over')
  const couponId = newId(work.at.getTime())
  const head = { id: issue.id, templateId, templateVersion: version }
  await insertCoupons(work, { ...head, ...period }, [{ id: couponId, memberId }])
  assert(await bindCode(work, hash, couponId), 'a locked code is still free')
  if (memberId) {
    if (memberLimit !== null) await countMember(work, templateId, memberId, memberLimit)
    work.emit({
      type: 'coupon.issued',
      subject: { kind: 'member', id: memberId },
      data: { couponId, templateId, issueId: issue.id, kind: 'codes' },
    })
  }
  return { couponId }
}

async function openedBefore(work: Work, couponId: string, memberId: string | null): Promise<string> {
  const held = (await lockCoupons(work, [couponId])).coupons.get(couponId)
  assert(held, 'an opened code has its coupon')
  if (held.status === 'used') throw new Refused('coupon_used', { couponId })
  if (held.status === 'void') throw new Refused('coupon_void', { couponId })
  if (held.coupon.memberId !== null && held.coupon.memberId !== memberId) throw new Refused('coupon_of_another')
  return couponId
}
