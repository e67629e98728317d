import type { ReactNode } from 'react'

export type Tone = 'plain' | 'good' | 'warn' | 'bad' | 'info' | 'primary'

/** A state in one word. The colour only repeats what the word says. */
export function StatusTag({ tone = 'plain', children }: { tone?: Tone; children: ReactNode }) {
  return <span className={`rg-status rg-status-${tone}`}>{children}</span>
}
