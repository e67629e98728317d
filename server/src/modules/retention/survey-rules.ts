import type { Answer, Question, Words } from './flow-types.ts'

/** Days after a leaving in which its questions may still be answered. */
export const surveyDays = 30

const longest = 500

/** The questions that follow a reason, in the flow's order; those of every reason where none was given. */
export const questionsAfter = (questions: readonly Question[], reasonCode: string | null): Question[] =>
  questions.filter(({ reasons }) => reasons.length === 0 || (reasonCode !== null && reasons.includes(reasonCode)))

/**
 * Of what was answered, what answers a question that was asked: one choice of `one`, choices each once, a place on the scale, words that
 * are not blank. The rest is left out and nothing is refused: no answer may stand in the way of leaving. In the order of the questions.
 */
export function keepAnswers(
  questions: readonly Question[],
  reasonCode: string | null,
  given: readonly Answer[],
): Answer[] {
  return questionsAfter(questions, reasonCode).flatMap((question) => {
    const answer = given.find(({ code }) => code === question.code)
    return answer ? fitted(question, answer) : []
  })
}

function fitted(question: Question, answer: Answer): Answer[] {
  const { code } = question
  if ('choices' in answer && 'choices' in question) {
    const known = question.choices.filter((choice) => answer.choices.includes(choice.code)).map((choice) => choice.code)
    const choices = question.kind === 'one' ? known.slice(0, 1) : known
    return choices.length > 0 ? [{ code, choices }] : []
  }
  if ('scale' in answer && question.kind === 'scale') {
    const { scale } = answer
    return Number.isInteger(scale) && scale >= 1 && scale <= question.most ? [{ code, scale }] : []
  }
  if ('text' in answer && question.kind === 'text') {
    const text = answer.text.trim().slice(0, longest)
    return text === '' ? [] : [{ code, text }]
  }
  return []
}

/** An answer with the question it answers, to be read by people. */
export type ReadAnswer = { question: Words } & (
  | { choices: Words[] }
  | { scale: number; most: number }
  | { text: string }
)

/** Answers in the words of the flow that they were given under. */
export function readAnswers(questions: readonly Question[], answers: readonly Answer[]): ReadAnswer[] {
  return answers.flatMap((answer): ReadAnswer[] => {
    const asked = questions.find(({ code }) => code === answer.code)
    if (!asked) return []
    const { words: question } = asked
    if ('choices' in answer && 'choices' in asked) {
      const choices = asked.choices.filter(({ code }) => answer.choices.includes(code)).map(({ words }) => words)
      return [{ question, choices }]
    }
    if ('scale' in answer && asked.kind === 'scale') return [{ question, scale: answer.scale, most: asked.most }]
    return 'text' in answer ? [{ question, text: answer.text }] : []
  })
}
