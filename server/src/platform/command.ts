import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { assert } from '#shared/assert.ts'
import { canonicalJson } from '#shared/canonical-json.ts'
import { Refused } from '#shared/refusal.ts'
import { type Actor, actorId } from './actor.ts'
import type { Work } from './work.ts'

/** A mutating request: its key is also the id of the record that a create makes. */
export type Command = { key: string; operation: string; bodyHash: Buffer }

export function hashBody(body: unknown): Buffer {
  return createHash('sha256')
    .update(canonicalJson(body ?? null))
    .digest()
}

export type Claim = { kind: 'new' } | { kind: 'answered'; answer: unknown }

/**
 * Takes the keys of commands, the first lock in the order of locks. A key that another transaction holds is waited for;
 * one that took effect earlier gives the stored answer. The same key with another body or operation is refused.
 */
export async function claimCommands(
  work: Work,
  commands: readonly (Command & { actor?: Actor; at?: Date })[],
): Promise<(Claim | Refused)[]> {
  const rows = commands.map(({ key, operation, bodyHash, actor = work.actor, at = work.at }) => ({
    key,
    operation,
    body_hash: `\\x${bodyHash.toString('hex')}`,
    actor_id: actorId(actor),
    at,
  }))
  // Two statements: the second one's snapshot is taken after the wait for a key that was in flight, and sees its answer.
  const [claimed, stored] = await Promise.all([
    work.send<{ key: string }>(sql`
      insert into platform.command (merchant_id, key, operation, body_hash, actor_id, at)
      select ${work.merchantId}, key, operation, body_hash, actor_id, at
        from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as c(key uuid, operation text, body_hash bytea, actor_id uuid, at timestamptz)
       order by key
      on conflict do nothing
      returning key`),
    work.send<{ key: string; operation: string; bodyHash: Buffer; answer: unknown }>(sql`
      select key, operation, body_hash, answer from platform.command
       where merchant_id = ${work.merchantId} and key = any(${commands.map(({ key }) => key)}::uuid[])`),
  ])
  const fresh = new Set(claimed.map(({ key }) => key))
  const byKey = new Map(stored.map((row) => [row.key, row]))
  return commands.map(({ key, operation, bodyHash }) => {
    if (fresh.has(key)) return { kind: 'new' }
    const row = byKey.get(key)
    assert(row, 'a claimed key has its row')
    if (row.operation !== operation || !row.bodyHash.equals(bodyHash)) return new Refused('key_reused')
    return { kind: 'answered', answer: row.answer }
  })
}

/** Stores the answers of claimed commands, set-wise, in the transaction of their effects. */
export async function storeAnswers(work: Work, answers: readonly { key: string; answer: unknown }[]): Promise<void> {
  if (answers.length === 0) return
  const rows = Object.fromEntries(answers.map(({ key, answer }) => [key, answer ?? null]))
  // No join: its plan, made when the table was young, would go on comparing every row with every answer.
  await work.send(sql`
    update platform.command set answer = ${JSON.stringify(rows)}::jsonb -> key::text
     where merchant_id = ${work.merchantId} and key = any(${answers.map(({ key }) => key)}::uuid[])`)
}
