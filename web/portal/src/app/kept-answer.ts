import { ApiUnreachable } from '@staff/api'

/** An answer that this phone keeps, for when there is no line. A refusal is an answer, too: it is never covered up. */
export function keptAnswer<Answer>(storageKey: string) {
  return {
    async orKept(ask: () => Promise<Answer>): Promise<Answer> {
      try {
        const answer = await ask()
        keep(storageKey, answer)
        return answer
      } catch (error) {
        const kept = error instanceof ApiUnreachable ? (read(storageKey) as Answer | null) : null
        if (kept === null) throw error
        return kept
      }
    },
    forget(): void {
      try {
        localStorage.removeItem(storageKey)
      } catch {
        // Storage is off: nothing was kept.
      }
    },
  }
}

function keep(storageKey: string, answer: unknown): void {
  try {
    localStorage.setItem(storageKey, JSON.stringify(answer))
  } catch {
    // Storage is full or off: the portal then needs a line.
  }
}

function read(storageKey: string): unknown {
  try {
    const text = localStorage.getItem(storageKey)
    return text === null ? null : (JSON.parse(text) as unknown)
  } catch {
    return null
  }
}
