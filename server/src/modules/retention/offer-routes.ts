import { type App, refusals } from '#platform/http.ts'
import { judgeOffers, letOfferGoOn } from './judge-offers.ts'
import * as contract from './report-contract.ts'

/** What each offer did, and those that were stopped because they lose money. */
export function offerRoutes(app: App) {
  app.get(
    '/offer-results',
    {
      config: { permission: 'retention.read' },
      schema: { operationId: 'offerResultList', response: { 200: contract.OfferResults } },
    },
    async (request) =>
      request.read(async (work) => ({
        items: (await judgeOffers(work)).map(({ print: _print, ground: _ground, stop, ...offer }) => ({
          ...offer,
          stop: stop && { offerStopId: stop.id, at: stop.at.toISOString(), ground: stop.ground },
        })),
      })),
  )

  app.delete(
    '/offer-stops/:offerStopId',
    {
      config: { permission: 'retention.manage', idempotent: true },
      schema: {
        operationId: 'offerStopLift',
        params: contract.OfferStopParams,
        response: { 200: contract.OfferStopLifted, ...refusals('offer_stop_not_found') },
      },
    },
    async (request) => request.inTransaction((work) => letOfferGoOn(work, request.params.offerStopId)),
  )
}
