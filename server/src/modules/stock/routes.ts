import { openStoreOf } from '#modules/shops/store-facts.ts'
import { decodeCursor, pageOf } from '#platform/contract.ts'
import { refusals, type App } from '#platform/http.ts'
import { setStorePolicy } from './adjust-stock.ts'
import * as contract from './contract.ts'
import { listMoves, listOnHand, readOnHand, readStorePolicy } from './stock-queries.ts'

const storeRefusals = ['store_not_found', 'store_not_allowed', 'store_closed'] as const

export async function stockRoutes(app: App) {
  app.get(
    '/stores/:storeId/stock',
    {
      config: { permission: 'stock.read', alsoFor: ['device'] },
      schema: {
        operationId: 'stockList',
        params: contract.StoreParams,
        querystring: contract.StockQuery,
        response: { 200: contract.StockPage, ...refusals(...storeRefusals) },
      },
    },
    async (request) => {
      const { storeId } = request.params
      const { cursor, itemIds, belowMilli = null, limit = 100 } = request.query
      return request.read(async (work) => {
        await openStoreOf(work, storeId)
        if (itemIds) return { items: await readOnHand(work, storeId, itemIds.split(',')), next: null }
        const after = decodeCursor(cursor, 1)?.[0] as string | undefined
        const rows = await listOnHand(work, { storeId, belowMilli, after: after ?? null, limit: limit + 1 })
        const { page, next } = pageOf(rows, limit, (last) => [last.itemId])
        return { items: page, next }
      })
    },
  )

  app.get(
    '/stores/:storeId/stock/:itemId/moves',
    {
      config: { permission: 'stock.read' },
      schema: {
        operationId: 'stockMoveList',
        params: contract.ItemStockParams,
        querystring: contract.MoveQuery,
        response: { 200: contract.MovePage, ...refusals(...storeRefusals) },
      },
    },
    async (request) => {
      const { cursor, limit = 50 } = request.query
      const before = decodeCursor(cursor, 2) as [string, string] | null
      const rows = await request.read(async (work) => {
        await openStoreOf(work, request.params.storeId)
        return listMoves(work, { ...request.params, before, limit: limit + 1 })
      })
      const { page, next } = pageOf(rows, limit, (last) => [last.at, last.id])
      return { items: page.map((row) => ({ ...row, at: row.at.toISOString() })), next }
    },
  )

  app.get(
    '/stores/:storeId/stock-policy',
    {
      config: { permission: 'stock.read' },
      schema: {
        operationId: 'stockPolicyGet',
        params: contract.StoreParams,
        response: { 200: contract.Policy, ...refusals(...storeRefusals) },
      },
    },
    async (request) => {
      const { storeId } = request.params
      return request.read(async (work) => {
        await openStoreOf(work, storeId)
        return { maySellBelowZero: (await readStorePolicy(work, storeId)) ?? true }
      })
    },
  )

  app.put(
    '/stores/:storeId/stock-policy',
    {
      config: { permission: 'stock.adjust', idempotent: true },
      schema: {
        operationId: 'stockPolicySet',
        params: contract.StoreParams,
        body: contract.Policy,
        response: { 200: contract.StoreAnswer, ...refusals(...storeRefusals) },
      },
    },
    async (request) => request.inTransaction((work) => setStorePolicy(work, { ...request.params, ...request.body })),
  )
}
