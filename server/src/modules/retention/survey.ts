import type { Work } from '#platform/work.ts'
import { Refused } from '#shared/refusal.ts'
import { readFlowVersion, readFlowVersions } from './flow-queries.ts'
import type { Answer, Question } from './flow-types.ts'
import { type Leaving, lockLeaving, readLeaving, writeAnswers } from './leaving-queries.ts'
import { type SurveyedLeaving, readSurveyed } from './report-queries.ts'
import type { Period } from './report-by.ts'
import { type QuestionReport, reportSurvey } from './survey-report-rules.ts'
import { keepAnswers, questionsAfter, surveyDays } from './survey-rules.ts'

export type Survey = { questions: Question[]; answers: Answer[]; isOpen: boolean }

const isOpen = ({ doneAt }: Leaving, at: Date) =>
  doneAt === null || at.getTime() - doneAt.getTime() < surveyDays * 86_400_000

/** What a leaving's member is asked, and has answered so far. Refuses another's leaving, where one is named. */
export async function surveyOf(work: Work, leavingId: string, memberId?: string): Promise<Survey> {
  const leaving = await readLeaving(work, leavingId)
  if (!leaving || (memberId !== undefined && leaving.memberId !== memberId)) throw new Refused('leaving_not_found')
  const { questions } = await readFlowVersion(work, leaving.flowVersion)
  return {
    questions: questionsAfter(questions, leaving.reasonCode),
    ...{ answers: leaving.answers, isOpen: isOpen(leaving, work.at) },
  }
}

/**
 * Keeps what somebody answered, in place of what they answered before: on the way out, or for thirty days after it (`survey_over`). What
 * fits no question is left out. Locks the leaving.
 */
export async function answerSurvey(
  work: Work,
  { leavingId, memberId, answers }: { leavingId: string; memberId: string; answers: readonly Answer[] },
): Promise<{ leavingId: string; answered: number }> {
  const leaving = await lockLeaving(work, leavingId)
  if (!leaving || leaving.memberId !== memberId) throw new Refused('leaving_not_found')
  if (!isOpen(leaving, work.at)) throw new Refused('survey_over')
  const { questions } = await readFlowVersion(work, leaving.flowVersion)
  const kept = keepAnswers(questions, leaving.reasonCode, answers)
  await writeAnswers(work, leavingId, kept)
  return { leavingId, answered: kept.length }
}

/** The questions of the versions that these leavings began under. */
export async function questionsByVersion(
  work: Work,
  leavings: readonly { flowVersion: number }[],
): Promise<(flowVersion: number) => Question[]> {
  const versions = [...new Set(leavings.map(({ flowVersion }) => flowVersion))]
  const flows = await Promise.all(versions.map((version) => readFlowVersion(work, version)))
  const questions = new Map(flows.map((flow) => [flow.version, flow.questions]))
  return (flowVersion) => questions.get(flowVersion) ?? []
}

type Surveyed = { leavings: SurveyedLeaving[]; questionsOf: (flowVersion: number) => Question[] }

/** The leavings of days that were asked something, with the questions of their versions. */
export async function readSurveys(work: Work, period: Period): Promise<Surveyed> {
  const flows = (await readFlowVersions(work)).flatMap(({ flow }) => (flow.questions.length > 0 ? [flow] : []))
  const questions = new Map(flows.map((flow) => [flow.version, flow.questions]))
  const leavings = flows.length === 0 ? [] : await readSurveyed(work, period, [...questions.keys()])
  return { leavings, questionsOf: (flowVersion) => questions.get(flowVersion) ?? [] }
}

/** What was answered within days, question by question. */
export async function readSurveyReport(work: Work, period: Period): Promise<QuestionReport[]> {
  const { leavings, questionsOf } = await readSurveys(work, period)
  return reportSurvey(
    leavings.map(({ id: leavingId, ...leaving }) => ({ leavingId, ...leaving })),
    questionsOf,
  )
}
