import { sql } from 'kysely'
import { actorId } from '#platform/actor.ts'
import { noteDue } from '#platform/due-work.ts'
import type { Work } from '#platform/work.ts'
import { newId } from '#shared/ids.ts'
import { Refused } from '#shared/refusal.ts'
import { type EndingRule, type ExpiryReach, type ExpiryRound, isSoundEnding, leastNoticeDays } from './expiry-rules.ts'

/** The sweep that tells members of a shorter life of what they hold, and begins it once they had their days. */
export const noticeSweepKind = 'points.expiry_notice'

/** A version as the database gives it, inside another row or as its own. */
export type EndingRow = {
  version: number
  id: string
  ageMonths: number | null
  ageDays: number | null
  ageRound: ExpiryRound
  clearingOn: string | null
  clearingSpareMonths: number
  idleMonths: number | null
  idleDays: number | null
  reach: ExpiryReach
  noticeDays: number
}
export type PublishedEnding = EndingRule & { version: number; id: string; reach: ExpiryReach; noticeDays: number }

/** The latest version as a value inside a statement about something else. */
export const latestEnding = ({ merchantId }: Work) => sql`(
  select jsonb_build_object('version', x.version, 'id', x.id, 'ageMonths', x.age_months, 'ageDays', x.age_days,
           'ageRound', x.age_round, 'clearingOn', x.clearing_on, 'clearingSpareMonths', x.clearing_spare_months,
           'idleMonths', x.idle_months, 'idleDays', x.idle_days, 'reach', x.reach, 'noticeDays', x.notice_days)
    from points.expiry_rule x where x.merchant_id = ${merchantId} order by x.version desc limit 1)`

export function endingOfRow(row: EndingRow): PublishedEnding {
  const { version, id, ageMonths, ageDays, ageRound, clearingOn, clearingSpareMonths, idleMonths, idleDays } = row
  const byMonths = ageMonths === null ? null : { months: ageMonths, round: ageRound }
  const idleByMonths = idleMonths === null ? null : { months: idleMonths }
  return {
    version,
    id,
    age: ageDays === null ? byMonths : { days: ageDays },
    clearing: clearingOn === null ? null : { day: clearingOn, spareMonths: clearingSpareMonths },
    idle: idleDays === null ? idleByMonths : { days: idleDays },
    reach: row.reach,
    noticeDays: row.noticeDays,
  }
}

/** How points end as last published; null where only the rule of earning says so, or nothing does. */
export async function readEnding(work: Work): Promise<PublishedEnding | null> {
  const [row] = await work.send<{ ending: EndingRow | null }>(sql`select ${latestEnding(work)} as ending`)
  return row?.ending ? endingOfRow(row.ending) : null
}

/** Every version, latest first, with when and by whom. */
export async function readEndings(work: Work): Promise<(PublishedEnding & { at: Date; authorId: string | null })[]> {
  const rows = await work.send<EndingRow & { at: Date; authorId: string | null }>(sql`
    select version, id, age_months, age_days, age_round, clearing_on, clearing_spare_months, idle_months, idle_days, reach,
           notice_days, at, author_id
      from points.expiry_rule where merchant_id = ${work.merchantId} order by version desc limit 200`)
  return rows.map((row) => ({ ...endingOfRow(row), at: row.at, authorId: row.authorId }))
}

export type NewEnding = EndingRule & {
  /** The version that was shown, 0 for none: a save over a newer one is refused. */
  version: number
  reach: ExpiryReach
  noticeDays: number
}

/**
 * Publishes how points end. With reach `new` it is for points given from now on: those that are there keep their day. With `all` it
 * is for them too, member by member, once each was told and `noticeDays` have passed; until then nothing of theirs moves. A version that
 * is published meanwhile withdraws what was announced and has not begun.
 *
 * Refuses a rule that names no day, too short a notice, and a save over a newer version.
 */
export async function publishEnding(work: Work, ending: NewEnding): Promise<{ version: number }> {
  const { version: last, age, clearing, idle, reach } = ending
  if (!isSoundEnding(ending)) throw new Refused('expiry_rule_unsound')
  const noticeDays = reach === 'all' ? ending.noticeDays : 0
  if (reach === 'all' && noticeDays < leastNoticeDays) throw new Refused('notice_too_short', { leastNoticeDays })
  const before = await readEnding(work)
  if ((before?.version ?? 0) !== last) throw new Refused('settings_changed')
  const id = newId()
  const [ageMonths, ageDays] = age === null ? [null, null] : 'days' in age ? [null, age.days] : [age.months, null]
  const [idleMonths, idleDays] = idle === null ? [null, null] : 'days' in idle ? [null, idle.days] : [idle.months, null]
  const added = await work.send(sql`
    insert into points.expiry_rule (merchant_id, version, id, age_months, age_days, age_round, clearing_on,
      clearing_spare_months, idle_months, idle_days, reach, notice_days, at, author_id)
    values (${work.merchantId}, ${last + 1}, ${id}, ${ageMonths}, ${ageDays},
      ${age && 'months' in age ? age.round : 'day'}, ${clearing?.day ?? null}, ${clearing?.spareMonths ?? 0}, ${idleMonths},
      ${idleDays}, ${reach}, ${noticeDays}, ${work.at}, ${actorId(work.actor)})
    on conflict do nothing returning version`)
  if (added.length === 0) throw new Refused('settings_changed')
  if (reach === 'all') await noteDue(work, noticeSweepKind, work.at)
  const told = (rule: EndingRule | null) => rule && { age: rule.age, clearing: rule.clearing, idle: rule.idle }
  work.audit({
    action: 'points.edit',
    subject: { kind: 'merchant', id: work.merchantId },
    changes: {
      expiryVersion: [last, last + 1],
      ending: [told(before), told(ending)],
      reach: [before?.reach ?? null, reach],
      noticeDays: [before?.noticeDays ?? 0, noticeDays],
    },
  })
  return { version: last + 1 }
}
