import type { FastifyRequest } from 'fastify'
import { type App, type RouteRules, refusals } from '#platform/http.ts'
import { Refused } from '#shared/refusal.ts'
import * as contract from './contract.ts'
import { previewLeaving, takeBackLeaving } from './leave.ts'
import { readLeaving } from './leaving-queries.ts'
import { gone, offerRefusals, takeBackRefusals } from './refused.ts'
import { takeOffer } from './take-offer.ts'
import { openOffersOf, receiptOf, wayOutView } from './views.ts'

/** Who walks the way out: members about themselves below `/me`, staff for somebody. */
export type Side = {
  prefix: '' | '/me'
  rules: RouteRules
  /** Names of operations, the same but for `my`. */
  names: Record<'take' | 'takeBack' | 'receipt' | 'offers', string>
  /** Whose leaving it has to be; undefined: anybody's, whom staff serve. */
  memberId: (request: FastifyRequest) => string | undefined
}

/** What is alike on both sides of the way out: the price, the offers that stand, taking one, coming back, the receipt. */
export function leavingRoutes(app: App, { prefix, rules, names, memberId }: Side) {
  const command = { ...rules, idempotent: true } as const
  const url = `${prefix}/leavings/:leavingId` as const

  app.get(
    `${url}/offers`,
    {
      config: rules,
      schema: {
        operationId: names.offers,
        params: contract.LeavingParams,
        response: { 200: contract.LeavingBegun, ...refusals('leaving_not_found', ...gone, 'plan_not_found') },
      },
    },
    async (request) => request.read((work) => openOffersOf(work, request.params.leavingId, memberId(request))),
  )

  app.post(
    `${url}/offers/:madeOfferId/acceptance`,
    {
      config: command,
      schema: {
        operationId: names.take,
        params: contract.OfferParams,
        body: contract.OfferTake,
        response: { 200: contract.OfferTaken, ...refusals(...offerRefusals) },
      },
    },
    async (request) => {
      const { leavingId, madeOfferId: offerId } = request.params
      const whose = memberId(request)
      return request.inTransaction((work) =>
        takeOffer(work, { leavingId, offerId, ...request.body, ...(whose === undefined ? {} : { memberId: whose }) }),
      )
    },
  )

  app.delete(
    url,
    {
      config: command,
      schema: {
        operationId: names.takeBack,
        params: contract.LeavingParams,
        response: { 200: contract.LeavingTakenBack, ...refusals(...takeBackRefusals) },
      },
    },
    async (request) => {
      const { leavingId } = request.params
      return request.inTransaction(async (work) => {
        const whose = memberId(request) ?? (await readLeaving(work, leavingId))?.memberId
        if (whose === undefined) throw new Refused('leaving_not_found')
        return takeBackLeaving(work, leavingId, whose)
      })
    },
  )

  app.get(
    `${url}/receipt`,
    {
      config: rules,
      schema: {
        operationId: names.receipt,
        params: contract.LeavingParams,
        response: { 200: contract.Receipt, ...refusals('leaving_not_found') },
      },
    },
    async (request) => request.read((work) => receiptOf(work, request.params.leavingId, memberId(request))),
  )
}

/** The price of leaving, for the member or read out by staff. */
export function wayOutOf(request: FastifyRequest, of: { passId: string; memberId: string }) {
  return request.read(async (work) => wayOutView(await previewLeaving(work, of)))
}
