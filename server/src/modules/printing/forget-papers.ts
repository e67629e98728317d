import type { Work } from '#platform/work.ts'
import { cancelOfSubject } from './job-queries.ts'

/**
 * For papers that must not outlive a time: those asked for before it that no printer has taken are called back, and what stood
 * on them is gone. Returns when the oldest that still waits was asked for, or null.
 */
export function forgetPapers(work: Work, subjectKind: string, askedBefore: Date): Promise<Date | null> {
  return cancelOfSubject(work, { subjectKind, before: askedBefore })
}
