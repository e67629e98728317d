import { memberOf } from '#modules/identity/member-session.ts'
import { type App, recordId, refusals } from '#platform/http.ts'
import * as contract from './contract.ts'
import { beginLeaving, finishLeaving, openLeaving } from './leave.ts'
import { leavingRoutes, wayOutOf } from './leaving-routes.ts'
import { readLeavingsOf } from './leaving-queries.ts'
import { beginRefusals, finishRefusals, gone, surveyRefusals } from './refused.ts'
import { answerSurvey, surveyOf } from './survey.ts'
import { begunView, finishedView, leavingViews } from './views.ts'

const access = ['member'] as const
const command = { access, idempotent: true } as const

/** A member's own way out, on the phone: what goes and what comes back, why, an offer at most, done; and what the shop would like to know. */
export function myLeavingRoutes(app: App) {
  mySurveyRoutes(app)
  leavingRoutes(app, {
    ...{ prefix: '/me', rules: { access }, memberId: (request) => memberOf(request).memberId },
    names: {
      ...{ take: 'myOfferTake', takeBack: 'myLeavingTakeBack', receipt: 'myLeavingReceipt' },
      ...{ offers: 'myLeavingOffers' },
    },
  })

  app.get(
    '/me/passes/:passId/way-out',
    {
      config: { access },
      schema: {
        operationId: 'myWayOutGet',
        params: contract.PassParams,
        response: { 200: contract.WayOut, ...refusals(...gone) },
      },
    },
    async (request) => wayOutOf(request, { ...request.params, memberId: memberOf(request).memberId }),
  )

  app.get(
    '/me/leavings',
    { config: { access }, schema: { operationId: 'myLeavingList', response: { 200: contract.LeavingList } } },
    async (request) => {
      const { memberId } = memberOf(request)
      return request.read(async (work) => ({ items: await leavingViews(work, await readLeavingsOf(work, memberId)) }))
    },
  )

  app.post(
    '/me/leavings',
    {
      config: command,
      schema: {
        operationId: 'myLeavingCreate',
        body: contract.MyLeavingCreate,
        response: { 201: contract.LeavingBegun, ...refusals(...beginRefusals) },
      },
    },
    async (request, reply) => {
      const { memberId } = memberOf(request)
      const input = { leavingId: recordId(request), memberId, channel: 'portal', ...request.body } as const
      return reply
        .code(201)
        .send(await request.inTransaction(async (work) => begunView(work, await beginLeaving(work, input))))
    },
  )

  app.post(
    '/me/leavings/:leavingId/finish',
    {
      config: command,
      schema: {
        operationId: 'myLeavingFinish',
        params: contract.LeavingParams,
        body: contract.LeavingFinish,
        response: { 200: contract.LeavingFinished, ...refusals(...finishRefusals) },
      },
    },
    async (request) => {
      const { memberId } = memberOf(request)
      const { leavingId } = request.params
      return request.inTransaction(async (work) => {
        await openLeaving(work, leavingId, memberId)
        return finishedView(await finishLeaving(work, { leavingId, ...request.body }))
      })
    },
  )
}

function mySurveyRoutes(app: App) {
  const url = '/me/leavings/:leavingId/answers' as const

  app.get(
    url,
    {
      config: { access },
      schema: {
        operationId: 'mySurveyGet',
        params: contract.LeavingParams,
        response: { 200: contract.Survey, ...refusals('leaving_not_found') },
      },
    },
    async (request) => request.read((work) => surveyOf(work, request.params.leavingId, memberOf(request).memberId)),
  )

  app.put(
    url,
    {
      config: command,
      schema: {
        operationId: 'mySurveyAnswer',
        params: contract.LeavingParams,
        body: contract.SurveyAnswers,
        response: { 200: contract.SurveyAnswered, ...refusals(...surveyRefusals) },
      },
    },
    async (request) => {
      const { memberId } = memberOf(request)
      return request.inTransaction((work) => answerSurvey(work, { ...request.params, ...request.body, memberId }))
    },
  )
}
