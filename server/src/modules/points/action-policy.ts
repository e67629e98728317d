import { sql } from 'kysely'
import { actorId } from '#platform/actor.ts'
import type { Work } from '#platform/work.ts'
import { changedFields } from '#shared/changed-fields.ts'
import { Refused } from '#shared/refusal.ts'
import {
  actionBudgets,
  type ActionBudget,
  type ActionTerms,
  areSoundActions,
  budgetPointsOf,
  noActions,
} from './action-rules.ts'

export type ActionPolicy = { version: number; terms: ActionTerms }

/** The points of actions as last published; version 0 gives none. One statement of the caller's flight. */
export async function readActionPolicy(work: Work): Promise<ActionPolicy> {
  const [row] = await work.send<ActionPolicy>(sql`
    select version, terms from points.action_rule where merchant_id = ${work.merchantId} order by version desc limit 1`)
  return row ?? { version: 0, terms: noActions }
}

/** What was given by budget, less what was taken back: this month and in all. */
export function readActionFigures(
  work: Work,
  monthFrom: string,
): Promise<{ budget: ActionBudget; points: number; monthPoints: number; members: number }[]> {
  return work.send(sql`
    select case when u.action in ('referrer', 'referred') then 'referral' else u.action end as budget,
           count(distinct u.member_id) as members,
           coalesce(sum(u.points), 0)::bigint - coalesce(sum(r.points), 0)::bigint as points,
           coalesce(sum(u.points) filter (where u.day >= ${monthFrom}), 0)::bigint
             - coalesce(sum(r.points) filter (where u.day >= ${monthFrom}), 0)::bigint as month_points
      from points.action_use u
      left join points.action_return r
        on r.merchant_id = ${work.merchantId} and r.action_use_id = u.id
     where u.merchant_id = ${work.merchantId}
     group by 1`)
}

/**
 * Publishes the points of actions as the next version. Budgets hold at once, from what was given till now.
 *
 * Refuses a save over a version that somebody published meanwhile (two at once meet on the version's key), steps that do not rise,
 * and a budget below what was given.
 */
export async function setActionPolicy(work: Work, { version, terms }: ActionPolicy): Promise<{ version: number }> {
  if (!areSoundActions(terms)) throw new Refused('invalid_action_terms')
  const before = await readActionPolicy(work)
  if (before.version !== version) throw new Refused('settings_changed')
  const added = await work.send(sql`
    insert into points.action_rule (merchant_id, version, terms, at, author_id)
    values (${work.merchantId}, ${version + 1}, ${JSON.stringify(terms)}::jsonb, ${work.at}, ${actorId(work.actor)})
    on conflict do nothing returning version`)
  if (added.length === 0) throw new Refused('settings_changed')
  await setBudgets(work, terms)
  work.audit({
    action: 'points.edit',
    subject: { kind: 'merchant', id: work.merchantId },
    changes: { actionVersion: [version, version + 1], ...changedFields(before.terms, terms) },
  })
  return { version: version + 1 }
}

async function setBudgets(work: Work, terms: ActionTerms): Promise<void> {
  const { merchantId } = work
  const given = new Map((await readActionFigures(work, '9999-12-31')).map((row) => [row.budget, row.points]))
  const rows = actionBudgets.map((action) => ({
    action,
    budget_points: budgetPointsOf(terms, action) ?? null,
    given_points: given.get(action) ?? 0,
  }))
  const beyond = rows.find((row) => row.budget_points !== null && row.given_points > row.budget_points)
  if (beyond) throw new Refused('invalid_action_budget', { givenPoints: beyond.given_points })
  await work.send(sql`
    insert into points.action_counter (merchant_id, action, budget_points, given_points)
    select ${merchantId}, r.action, r.budget_points, r.given_points
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(action text, budget_points bigint, given_points bigint)
     where r.budget_points is not null
        or exists (select from points.action_counter c where c.merchant_id = ${merchantId} and c.action = r.action)
     order by r.action
    on conflict (merchant_id, action) do update
       set budget_points = excluded.budget_points, given_points = excluded.given_points`)
}
