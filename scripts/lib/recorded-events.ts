import { readFile } from 'node:fs/promises'
import path from 'node:path'
import pg from 'pg'
import { root } from './steps.ts'

const words = 'web/console/src/members/timeline-words.ts'

/**
 * Kinds of events that the suite's tests made happen to members, and that a member's timeline has no words for. Tests of the event log itself
 * make up kinds of other shapes.
 */
export async function findWordlessEvents(ownerUrl: string): Promise<string[]> {
  const named = new Set(
    [...(await readFile(path.join(root, words), 'utf8')).matchAll(/^ {2}'([a-z_.]+)': \{/gm)].map(([, kind]) => kind!),
  )
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    const { rows } = await client.query<{ kind: string }>(
      `select distinct type as kind from platform.event where subject_kind = 'member' and type ~ '^[a-z_]+[.][a-z_]+$' order by type`,
    )
    return rows.flatMap(({ kind }) =>
      named.has(kind) ? [] : [`A member's timeline has no words for ${kind} (${words})`],
    )
  } finally {
    await client.end()
  }
}
