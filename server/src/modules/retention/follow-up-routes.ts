import { memberNames } from '#modules/members/member-names.ts'
import { storesOf } from '#platform/actor.ts'
import { type App, refusals } from '#platform/http.ts'
import * as contract from './contract.ts'
import { readFlow, readReasonWords } from './flow-queries.ts'
import { handOver, noteFollowUp } from './follow-ups.ts'
import { readFollowUps } from './follow-up-queries.ts'
import { readToHandOver } from './leaving-list-queries.ts'
import { questionsByVersion } from './survey.ts'
import { readAnswers } from './survey-rules.ts'
import { passNames } from './views.ts'

const follow = { permission: 'retention.follow' } as const
const followCommand = { ...follow, idempotent: true } as const
const serve = { permission: 'retention.serve' } as const
const serveCommand = { ...serve, idempotent: true } as const

/** Calls afterwards, and money that a person has to hand over. */
export function followUpRoutes(app: App) {
  app.get(
    '/follow-ups',
    {
      config: follow,
      schema: {
        operationId: 'followUpList',
        querystring: contract.FollowUpQuery,
        response: { 200: contract.FollowUpList },
      },
    },
    async (request) =>
      request.read(async (work) => {
        const { isOpen = true } = request.query
        const [tasks, { reasons, script }, wordsOf] = await Promise.all([
          readFollowUps(work, { storeIds: storesOf(work.actor), isOpen, limit: 200 }),
          readFlow(work),
          readReasonWords(work),
        ])
        const scripts = new Map(reasons.map((reason) => [reason.code, reason.script]))
        const [names, passes, questionsOf] = await Promise.all([
          memberNames(
            work,
            tasks.map(({ memberId }) => memberId),
          ),
          passNames(work, tasks),
          questionsByVersion(work, tasks),
        ])
        return {
          items: tasks.map(({ terms: _terms, dueAt, doneAt, flowVersion, answers, ...task }) => ({
            ...task,
            words: task.reasonCode === null ? null : (wordsOf.get(task.reasonCode) ?? null),
            // What is said for the very reason, else what is said to everybody; only where the shop calls because somebody left.
            script: task.kind === 'call_back' ? scripts.get(task.reasonCode ?? '') || script : '',
            answers: readAnswers(questionsOf(flowVersion), answers),
            memberName: names.get(task.memberId) ?? '',
            passName: passes.get(task.passId) ?? '',
            dueAt: dueAt.toISOString(),
            doneAt: doneAt?.toISOString() ?? null,
          })),
        }
      }),
  )

  app.post(
    '/follow-ups/:followUpId/outcome',
    {
      config: followCommand,
      schema: {
        operationId: 'followUpNote',
        params: contract.FollowUpParams,
        body: contract.FollowUpNote,
        response: {
          200: contract.FollowUpNoted,
          ...refusals('follow_up_not_found', 'follow_up_done', 'store_not_allowed'),
        },
      },
    },
    async (request) =>
      request.inTransaction((work) => {
        const { nextAt, ...said } = request.body
        return noteFollowUp(work, { ...request.params, ...said, nextAt: nextAt === null ? null : new Date(nextAt) })
      }),
  )

  app.get(
    '/leavings-to-hand-over',
    { config: serve, schema: { operationId: 'handOverList', response: { 200: contract.HandOverList } } },
    async (request) =>
      request.read(async (work) => {
        const rows = await readToHandOver(work, storesOf(work.actor))
        const [names, passes] = await Promise.all([
          memberNames(
            work,
            rows.map(({ memberId }) => memberId),
          ),
          passNames(work, rows),
        ])
        return {
          items: rows.map(({ leavingId, memberId, passId, cents, since }) => ({
            ...{ leavingId, memberId, memberName: names.get(memberId) ?? '', passName: passes.get(passId) ?? '' },
            ...{ cents, since: since.toISOString() },
          })),
        }
      }),
  )

  app.post(
    '/leavings/:leavingId/hand-over',
    {
      config: serveCommand,
      schema: {
        operationId: 'leavingHandOver',
        params: contract.LeavingParams,
        response: {
          200: contract.HandedOver,
          ...refusals('leaving_not_found', 'not_to_hand_over', 'store_not_allowed'),
        },
      },
    },
    async (request) => request.inTransaction((work) => handOver(work, request.params.leavingId)),
  )
}
