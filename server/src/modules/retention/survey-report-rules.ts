import type { Answer, Question, Words } from './flow-types.ts'
import { questionsAfter } from './survey-rules.ts'

/** One leaving, with what it was asked under its version of the flow and what it answered. */
export type Surveyed = {
  leavingId: string
  at: Date
  reasonCode: string | null
  flowVersion: number
  answers: readonly Answer[]
}

export type QuestionReport = {
  code: string
  /** In the words of the latest version that asked it in these days. */
  words: Words
  kind: Question['kind']
  asked: number
  answered: number
  /** Of choices; each leaving counts once for every choice it made. */
  choices: { code: string; words: Words; count: number }[]
  /** Of a scale: how often each place was chosen, from 1 on, and their mean in tenths, halves up. */
  scale: { counts: number[]; meanTenths: number } | null
  /** The latest words. */
  texts: { leavingId: string; at: Date; text: string }[]
}

/** So many words of people are read on a page; the file has them all. */
const mostTexts = 20

/** Questions with how many were asked, how many answered and what, in the order of the latest version that asks them. */
export function reportSurvey(
  leavings: readonly Surveyed[],
  questionsOf: (flowVersion: number) => readonly Question[],
): QuestionReport[] {
  const latest = new Map<string, Question>()
  const asked = new Map<string, number>()
  const given = new Map<string, { leaving: Surveyed; answer: Answer }[]>()
  for (const leaving of leavings.toSorted((a, b) => b.flowVersion - a.flowVersion || b.at.getTime() - a.at.getTime())) {
    const questions = questionsOf(leaving.flowVersion)
    for (const question of questions) if (!latest.has(question.code)) latest.set(question.code, question)
    for (const { code } of questionsAfter(questions, leaving.reasonCode)) asked.set(code, (asked.get(code) ?? 0) + 1)
    for (const answer of leaving.answers) {
      const sameCode = given.get(answer.code)
      if (sameCode) sameCode.push({ leaving, answer })
      else given.set(answer.code, [{ leaving, answer }])
    }
  }
  return [...latest.values()].map((question) => {
    const answers = given.get(question.code) ?? []
    return {
      ...{ code: question.code, words: question.words, kind: question.kind },
      ...{ asked: asked.get(question.code) ?? 0, answered: answers.length },
      choices: choiceCounts(
        question,
        answers.map(({ answer }) => answer),
      ),
      scale: scaleCounts(
        question,
        answers.map(({ answer }) => answer),
      ),
      texts: answers
        .flatMap(({ leaving: { leavingId, at }, answer }) =>
          'text' in answer ? [{ leavingId, at, text: answer.text }] : [],
        )
        .toSorted((a, b) => b.at.getTime() - a.at.getTime())
        .slice(0, mostTexts),
    }
  })
}

function choiceCounts(question: Question, answers: readonly Answer[]): QuestionReport['choices'] {
  if (!('choices' in question)) return []
  return question.choices.map(({ code, words }) => ({
    ...{ code, words },
    count: answers.filter((answer) => 'choices' in answer && answer.choices.includes(code)).length,
  }))
}

function scaleCounts(question: Question, answers: readonly Answer[]): QuestionReport['scale'] {
  if (question.kind !== 'scale') return null
  const places = answers.flatMap((answer) => ('scale' in answer ? [answer.scale] : []))
  const counts = Array.from(
    { length: question.most },
    (_, index) => places.filter((place) => place === index + 1).length,
  )
  const sum = places.reduce((total, place) => total + place, 0)
  return { counts, meanTenths: places.length === 0 ? 0 : Math.round((sum * 10) / places.length) }
}
