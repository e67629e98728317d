import { sql } from 'kysely'
import { memberFamily } from '#modules/members/member-family.ts'
import type { Subscription } from '#platform/outbox.ts'
import type { Work } from '#platform/work.ts'
import { Refused } from '#shared/refusal.ts'
import { isKeptVersion, keepRulesPage } from './rules-page.ts'

export type AcceptanceWay = 'enrolment' | 'portal' | 'staff'
export type Acceptance = { version: number; at: Date; how: AcceptanceWay }

/** The version of the rules that a member accepted last, also as a record that was merged into theirs; null: none yet. */
export async function readAcceptance(work: Work, memberId: string): Promise<Acceptance | null> {
  const [row] = await work.send<Acceptance>(sql`
    select version, at, how from points.rules_acceptance
     where merchant_id = ${work.merchantId} and member_id = any(${await memberFamily(work, memberId)}::uuid[])
     order by version desc limit 1`)
  return row ?? null
}

/**
 * Notes that a member accepted the rules that were shown. The text is kept as a version before the first acceptance of it. Refuses a
 * version that is no longer the one in force: it was shown before somebody changed the rules. Accepting twice is accepting once.
 */
export async function acceptRules(
  work: Work,
  { memberId, version, how }: { memberId: string; version: number; how: AcceptanceWay },
): Promise<{ version: number }> {
  const page = await keepRulesPage(work)
  if (page.version !== version) throw new Refused('rules_changed', { version: page.version })
  await writeAcceptance(work, { memberId, version, how })
  return { version }
}

async function writeAcceptance(
  work: Work,
  { memberId, version, how }: { memberId: string; version: number; how: AcceptanceWay },
): Promise<void> {
  const added = await work.send(sql`
    insert into points.rules_acceptance (merchant_id, member_id, version, how, at)
    values (${work.merchantId}, ${memberId}, ${version}, ${how}, ${work.at}) on conflict do nothing returning version`)
  if (added.length > 0) {
    work.emit({ type: 'points.rules_accepted', subject: { kind: 'member', id: memberId }, data: { version, how } })
  }
}

/**
 * Keeps what members agreed to when they joined, at the till or on their phone. The rules may have changed since that moment: what was shown
 * is what was agreed to, as long as its text was kept; a version that never was is nobody's.
 */
export const rulesAcceptedAtEnrolment: Subscription = {
  name: 'points.rules_at_enrolment',
  types: ['member.enrolled'],
  async handle(work, { subjectId, data }) {
    const version = data['pointsRulesVersion']
    if (typeof version !== 'number') return
    await keepRulesPage(work)
    if (await isKeptVersion(work, version))
      await writeAcceptance(work, { memberId: subjectId, version, how: 'enrolment' })
  },
  async handleAll(work, events) {
    for (const event of events) await this.handle(work, event)
  },
}
