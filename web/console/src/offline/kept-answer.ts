import { ApiRefusal, ApiUnreachable } from '@staff/api'
import { forget, keep, readKept } from './offline-database.ts'
import { noteLine, noteNoLine } from './line-state.ts'
import { isTill } from './till-contact.ts'

/**
 * Reads something that the till needs to open at all: from the server, and where that does not answer, as it was last heard.
 * Only a till keeps anything. A refusal is the server's word, and ends what was kept.
 */
export async function orKept<T>(name: string, read: () => Promise<T>): Promise<T> {
  if (!isTill()) return read()
  try {
    const answer = await read()
    noteLine()
    await keep(`answer.${name}`, answer).catch(() => undefined) // a full disk must not keep the till from opening
    return answer
  } catch (error) {
    if (error instanceof ApiRefusal) await forget(`answer.${name}`).catch(() => undefined)
    if (!(error instanceof ApiUnreachable)) throw error
    noteNoLine()
    const kept = await readKept<T>(`answer.${name}`).catch(() => null)
    if (kept === null) throw error
    return kept
  }
}
