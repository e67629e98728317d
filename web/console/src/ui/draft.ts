const prefix = 'regulars.draft.'

/** What was typed into a form and not yet sent, for this tab. */
export function readDraft(name: string): Record<string, unknown> {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(prefix + name) ?? '{}')
    return typeof kept === 'object' && kept !== null ? (kept as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}

export function keepDraft(name: string, values: Record<string, unknown>): void {
  try {
    sessionStorage.setItem(prefix + name, JSON.stringify(values))
  } catch {
    // Storage is full or off: the form works, only a reload would lose what was typed.
  }
}

export function forgetDraft(name: string): void {
  sessionStorage.removeItem(prefix + name)
}
