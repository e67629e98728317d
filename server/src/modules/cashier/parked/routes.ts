import { type App, recordId, refusals } from '#platform/http.ts'
import * as contract from './contract.ts'
import { endParkedSale, keepHoursOf, listParked, parkSale, setKeepHours, showParked } from './park-sale.ts'

const storeRefusals = ['store_not_found', 'store_not_allowed', 'store_closed']
const goneRefusals = ['parked_sale_not_found', 'parked_sale_gone']

/** Sales put aside: any till of the store may take one up again. */
export async function parkedRoutes(app: App) {
  app.post(
    '/parked-sales',
    {
      config: { permission: 'sale.sell', idempotent: true },
      schema: {
        operationId: 'parkedSaleCreate',
        body: contract.ParkedSaleCreate,
        response: { 201: contract.ParkedSaleAnswer, ...refusals(...storeRefusals, 'parked_sales_full') },
      },
    },
    async (request, reply) => {
      const parkedSaleId = recordId(request)
      await request.inTransaction((work) => parkSale(work, parkedSaleId, request.body))
      return reply.code(201).send({ parkedSaleId })
    },
  )

  app.get(
    '/parked-sales',
    {
      config: { permission: 'sale.sell' },
      schema: {
        operationId: 'parkedSaleList',
        querystring: contract.ParkedSaleListQuery,
        response: { 200: contract.ParkedSaleList, ...refusals(...storeRefusals) },
      },
    },
    async (request) => request.read((work) => listParked(work, request.query.storeId)),
  )

  app.get(
    '/parked-sales/:parkedSaleId',
    {
      config: { permission: 'sale.sell' },
      schema: {
        operationId: 'parkedSaleGet',
        params: contract.ParkedSaleParams,
        response: { 200: contract.ParkedSale, ...refusals(...goneRefusals) },
      },
    },
    async (request) => request.read((work) => showParked(work, request.params.parkedSaleId)),
  )

  for (const [method, path, operationId, how] of [
    ['POST', '/parked-sales/:parkedSaleId/takeover', 'parkedSaleTake', 'taken'],
    ['DELETE', '/parked-sales/:parkedSaleId', 'parkedSaleDiscard', 'discarded'],
  ] as const) {
    app.route({
      method,
      url: path,
      config: { permission: 'sale.sell', idempotent: true },
      schema: {
        operationId,
        params: contract.ParkedSaleParams,
        response: { 200: contract.ParkedSaleAnswer, ...refusals(...goneRefusals) },
      },
      handler: async (request) => {
        const { parkedSaleId } = request.params
        return request.inTransaction(async (work) => {
          await endParkedSale(work, parkedSaleId, how)
          return { parkedSaleId }
        })
      },
    })
  }

  app.get(
    '/parking-rule',
    {
      config: { permission: 'sale.sell' },
      schema: { operationId: 'parkingRuleGet', response: { 200: contract.ParkingRuleAnswer } },
    },
    async (request) => request.read(async (work) => ({ keepHours: await keepHoursOf(work) })),
  )

  app.put(
    '/parking-rule',
    {
      config: { permission: 'settings.edit', idempotent: true },
      schema: {
        operationId: 'parkingRuleSet',
        body: contract.ParkingRule,
        response: { 200: contract.ParkingRuleAnswer },
      },
    },
    async (request) =>
      request.inTransaction(async (work) => {
        await setKeepHours(work, request.body.keepHours)
        return { keepHours: request.body.keepHours }
      }),
  )
}
