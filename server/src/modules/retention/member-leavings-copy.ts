import type { Work } from '#platform/work.ts'
import { readReasonWords } from './flow-queries.ts'
import type { Words } from './flow-types.ts'
import { readLeavingsOf } from './leaving-queries.ts'
import { questionsByVersion } from './survey.ts'
import { readAnswers, type ReadAnswer } from './survey-rules.ts'

/** A leaving as the member's own copy of data has it: what they said, and what came of it. */
export type LeavingCopy = {
  at: Date
  passId: string
  outcome: string
  reason: string | null
  note: string
  answers: ReadAnswer[]
  refundCents: number | null
  receiptNumber: string | null
}

/** Every leaving of a person, the latest first; those of records that were merged into it are its own by now. */
export async function readMemberLeavings(work: Work, memberId: string): Promise<LeavingCopy[]> {
  const leavings = await readLeavingsOf(work, memberId)
  const [wordsOf, questionsOf] = await Promise.all([readReasonWords(work), questionsByVersion(work, leavings)])
  const reasonOf = (code: string | null) => (code === null ? null : both(wordsOf.get(code)) || code)
  return leavings.map(({ at, passId, doneAs, reasonCode, note, answers, flowVersion, refundCents, receiptNumber }) => ({
    ...{ at, passId, outcome: doneAs ?? 'open', reason: reasonOf(reasonCode), note },
    answers: readAnswers(questionsOf(flowVersion), answers),
    ...{ refundCents, receiptNumber },
  }))
}

const both = (words: Words | undefined) => (words ? `${words.zh} ${words.en}` : '')
