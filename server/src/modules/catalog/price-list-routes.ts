import { recordId, refusals, type App } from '#platform/http.ts'
import { Refused } from '#shared/refusal.ts'
import * as contract from './contract.ts'
import { findPriceList, readListedPrices, readPriceLists } from './price-list-queries.ts'
import { archivePriceList, changePriceList, createPriceList, setListedPrices } from './save-price-list.ts'

const instant = (text: string | null) => (text === null ? null : new Date(text))

export async function priceListRoutes(app: App) {
  app.get(
    '/price-lists',
    {
      config: { permission: 'catalog.read' },
      schema: { operationId: 'priceListList', response: { 200: contract.PriceListList } },
    },
    async (request) => {
      const lists = await request.read((work) => readPriceLists(work))
      return {
        items: lists.map(({ archivedAt: _, ...list }) => ({
          ...list,
          startsAt: list.startsAt?.toISOString() ?? null,
          endsAt: list.endsAt?.toISOString() ?? null,
        })),
      }
    },
  )

  app.post(
    '/price-lists',
    {
      config: { permission: 'catalog.price', idempotent: true },
      schema: {
        operationId: 'priceListCreate',
        body: contract.PriceListCreate,
        response: {
          201: contract.PriceListAnswer,
          ...refusals('invalid_price_list', 'price_list_exists', 'store_not_found'),
        },
      },
    },
    async (request, reply) => {
      const { startsAt, endsAt, ...list } = request.body
      const row = { ...list, id: recordId(request), startsAt: instant(startsAt), endsAt: instant(endsAt) }
      return reply.code(201).send(await request.inTransaction((work) => createPriceList(work, row)))
    },
  )

  app.patch(
    '/price-lists/:priceListId',
    {
      config: { permission: 'catalog.price', idempotent: true },
      schema: {
        operationId: 'priceListChange',
        params: contract.PriceListParams,
        body: contract.PriceListChange,
        response: {
          200: contract.PriceListVersion,
          ...refusals('price_list_not_found', 'price_list_changed', 'invalid_price_list', 'store_not_found'),
        },
      },
    },
    async (request) => {
      const { startsAt, endsAt, ...change } = request.body
      const times = {
        ...(startsAt !== undefined && { startsAt: instant(startsAt) }),
        ...(endsAt !== undefined && { endsAt: instant(endsAt) }),
      }
      return request.inTransaction((work) => changePriceList(work, { ...request.params, ...change, ...times }))
    },
  )

  app.post(
    '/price-lists/:priceListId/archival',
    {
      config: { permission: 'catalog.price', idempotent: true },
      schema: {
        operationId: 'priceListArchivalCreate',
        params: contract.PriceListParams,
        response: { 200: contract.PriceListAnswer, ...refusals('price_list_not_found') },
      },
    },
    async (request) => request.inTransaction((work) => archivePriceList(work, request.params)),
  )

  app.get(
    '/price-lists/:priceListId/prices',
    {
      config: { permission: 'catalog.read' },
      schema: {
        operationId: 'listedPriceList',
        params: contract.PriceListParams,
        response: { 200: contract.ListedPrices, ...refusals('price_list_not_found') },
      },
    },
    async (request) => {
      const { priceListId } = request.params
      const prices = await request.read(async (work) => {
        const list = await findPriceList(work, priceListId)
        return list && readListedPrices(work, [priceListId])
      })
      if (!prices) throw new Refused('price_list_not_found')
      return { items: prices.map(({ itemId, priceCents }) => ({ itemId, priceCents })) }
    },
  )

  app.put(
    '/price-lists/:priceListId/prices',
    {
      config: { permission: 'catalog.price', idempotent: true },
      schema: {
        operationId: 'listedPricesSet',
        params: contract.PriceListParams,
        body: contract.ListedPricesSet,
        response: {
          200: contract.PriceListVersion,
          ...refusals('price_list_not_found', 'item_not_found', 'invalid_price_list'),
        },
      },
    },
    async (request) => request.inTransaction((work) => setListedPrices(work, { ...request.params, ...request.body })),
  )
}
