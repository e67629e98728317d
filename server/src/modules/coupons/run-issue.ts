import { lockMembers } from '#modules/members/lock-members.ts'
import type { DueSweep } from '#platform/due-work.ts'
import type { Work } from '#platform/work.ts'
import { assert } from '#shared/assert.ts'
import { newId } from '#shared/ids.ts'
import { isRefusal } from '#shared/refusal.ts'
import { tellIssued } from './issue-coupons.ts'
import { lockIssuing, writeCoupons } from './issue-queries.ts'
import { type NextPage, readNextPage, settlePage, stopRun } from './issue-page-queries.ts'
import { fitting } from './issue-rules.ts'
import { readTemplate } from './template-queries.ts'

/** So many members at a time: their tills wait for no more than that. */
export const membersPerPage = 1_000
export const issueSweepKind = 'coupons.hand_out'

/** Hands out what issues to large audiences still owe, a page to a round, the oldest issue first; what a dead process left goes on. */
export const issueSweep: DueSweep = {
  kind: issueSweepKind,
  async run(work) {
    const page = await readNextPage(work)
    if (!page) return null
    await handOut(work, page)
    return work.at
  },
}

/**
 * Gives the members of a page their coupons, on the terms and for the days of the issue. Who was blocked, is gone or has as many as one may
 * have by now goes without. A template that was stopped meanwhile, or whose days are over, ends the issue.
 *
 * Locks members, then the template and its counters.
 */
async function handOut(work: Work, page: NextPage): Promise<void> {
  const members = await lockMembers(work, page.memberIds)
  const liveIds = page.memberIds.filter((id) => !isRefusal(members.get(id)!))
  const [{ issuedTo }, template] = await Promise.all([
    lockIssuing(work, page.templateId, liveIds),
    readTemplate(work, page.templateId),
  ])
  assert(template, 'a template stays')
  if (template.stoppedAt || page.endsAt <= work.at) {
    const missing = await stopRun(work, page)
    work.audit({
      action: 'coupons.issue',
      subject: { kind: 'coupon_template', id: page.templateId },
      changes: { notIssued: [null, missing], issueId: [null, page.issueId] },
    })
    return
  }
  const { memberIds } = fitting({ memberLimit: template.memberLimit, issuedTo }, liveIds)
  const coupons = memberIds.map((memberId) => ({ id: newId(work.at.getTime()), memberId }))
  const { memberLimit } = template
  await Promise.all([
    ...(coupons.length > 0 ? [writeCoupons(work, { ...page, id: page.issueId, memberLimit }, coupons)] : []),
    settlePage(work, page, { given: coupons.length, skipped: page.memberIds.length - coupons.length }),
  ])
  tellIssued(work, { issueId: page.issueId, templateId: page.templateId, kind: 'given' }, coupons)
}
