import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { assert } from '#shared/assert.ts'
import { canonicalJson } from '#shared/canonical-json.ts'
import { Refused } from '#shared/refusal.ts'
import { type Actor, actorId } from './actor.ts'
import { type Columns, unnestRows } from './column-arrays.ts'
import type { Work } from './work.ts'

/** A mutating request: its key is also the id of the record that a create makes. */
export type Command = { key: string; operation: string; bodyHash: Buffer }

export function hashBody(body: unknown): Buffer {
  return createHash('sha256')
    .update(canonicalJson(body ?? null))
    .digest()
}

export type Answered = { kind: 'answered'; answer: unknown }
export type Claim = { kind: 'new' } | Answered

type StoredCommand = { key: string; operation: string; bodyHash: Buffer; answer: unknown }

function readStored(work: Work, keys: readonly string[]): Promise<StoredCommand[]> {
  return work.send<StoredCommand>(sql`
    select key, operation, body_hash, answer from platform.command
     where merchant_id = ${work.merchantId} and key = any(${keys}::uuid[])`)
}

function answeredBy(row: StoredCommand, { operation, bodyHash }: Command): Answered | Refused {
  if (row.operation !== operation || !row.bodyHash.equals(bodyHash)) return new Refused('key_reused')
  return { kind: 'answered', answer: row.answer }
}

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
    readStored(
      work,
      commands.map(({ key }) => key),
    ),
  ])
  const fresh = new Set(claimed.map(({ key }) => key))
  const byKey = new Map(stored.map((row) => [row.key, row]))
  return commands.map((command) => {
    if (fresh.has(command.key)) return { kind: 'new' }
    const row = byKey.get(command.key)
    assert(row, 'a claimed key has its row')
    return answeredBy(row, command)
  })
}

/**
 * The stored answers of commands that took effect earlier, by key; `key_reused` where the key was another's. Takes nothing: whoever
 * runs the others writes their keys with their answers (`insertAnswered`).
 */
export async function readAnswered(work: Work, commands: readonly Command[]): Promise<Map<string, Answered | Refused>> {
  if (commands.length === 0) return new Map()
  const stored = await readStored(
    work,
    commands.map(({ key }) => key),
  )
  const byKey = new Map(commands.map((command) => [command.key, command]))
  return new Map(stored.map((row) => [row.key, answeredBy(row, byKey.get(row.key)!)]))
}

/**
 * Writes keys with their answers, set-wise, in key order, in the transaction of their effects. Fails by the unique key where one of them
 * took effect meanwhile, once that transaction is done.
 */
export async function insertAnswered(
  work: Work,
  commands: readonly (Command & { actor: Actor; at: Date; answer: unknown })[],
): Promise<void> {
  if (commands.length === 0) return
  const inOrder = [...commands].sort((a, b) => (a.key < b.key ? -1 : 1))
  await work.send(sql`
    insert into platform.command (merchant_id, key, operation, body_hash, actor_id, at, answer)
    select ${work.merchantId}, r.*
      from ${unnestRows(inOrder, answeredColumns)}`)
}

const answeredColumns: Columns<Command & { actor: Actor; at: Date; answer: unknown }> = {
  key: ['uuid', ({ key }) => key],
  operation: ['text', ({ operation }) => operation],
  body_hash: ['bytea', ({ bodyHash }) => bodyHash],
  actor_id: ['uuid', ({ actor }) => actorId(actor)],
  at: ['timestamptz', ({ at }) => at],
  answer: ['jsonb', ({ answer }) => JSON.stringify(answer ?? null)],
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
