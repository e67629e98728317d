import { decodeCursor, pageOf } from '#platform/contract.ts'
import { actorMay, type Actor } from '#platform/actor.ts'
import { recordId, refusals, type App } from '#platform/http.ts'
import { Refused } from '#shared/refusal.ts'
import { archiveItem, changeItem } from './change-item.ts'
import * as contract from './contract.ts'
import { createItem } from './create-item.ts'
import { listItems, readItems, type StoredItem } from './item-queries.ts'
import { priceListRoutes } from './price-list-routes.ts'
import { shelfRoutes } from './shelf-routes.ts'
import { tillCatalog } from './till-catalog.ts'

const itemRefusals = [
  'item_code_taken',
  'scale_number_taken',
  'barcode_taken',
  'category_not_found',
  'item_not_found',
  'invalid_item_name',
  'invalid_duration',
  'invalid_bundle',
  'invalid_stock_kind',
  'invalid_barcode',
  'invalid_scale_number',
] as const

/** What an item cost the shop is nobody's business but of those who keep the catalogue. */
function itemView(item: StoredItem, actor: Actor) {
  const costCents = actorMay(actor, 'catalog.edit') ? item.costCents : null
  return {
    ...item,
    costCents,
    barcodes: [...item.barcodes],
    parts: [...item.parts],
    archivedAt: item.archivedAt?.toISOString() ?? null,
    opensAt: item.opensAt?.toISOString() ?? null,
  }
}

/** What was told of an item; an instant that was not told stays so. */
function toldOf<T extends { opensAt?: string | null }>({ opensAt, ...rest }: T) {
  if (opensAt === undefined) return rest
  return { ...rest, opensAt: opensAt === null ? null : new Date(opensAt) }
}

export async function catalogRoutes(app: App) {
  await app.register(shelfRoutes)
  await app.register(priceListRoutes)

  app.get(
    '/items',
    {
      config: { permission: 'catalog.read', alsoFor: ['device'] },
      schema: { operationId: 'itemList', querystring: contract.ItemQuery, response: { 200: contract.ItemPage } },
    },
    async (request) => {
      const { text, kind, categoryId, isArchived, cursor, limit = 50 } = request.query
      const after = decodeCursor(cursor, 2) as [string, string] | null
      const items = await request.read((work) =>
        listItems(work, {
          text: text ?? null,
          kind: kind ?? null,
          categoryId: categoryId ?? null,
          isArchived: isArchived ?? false,
          after,
          limit: limit + 1,
        }),
      )
      const { page, next } = pageOf(items, limit, (last) => [last.name, last.id])
      return {
        items: page.map((item) => itemView(item, request.caller!.actor)),
        next,
      }
    },
  )

  app.get(
    '/items/:itemId',
    {
      config: { permission: 'catalog.read', alsoFor: ['device'] },
      schema: {
        operationId: 'itemGet',
        params: contract.ItemParams,
        response: { 200: contract.Item, ...refusals('item_not_found') },
      },
    },
    async (request) => {
      const { itemId } = request.params
      const item = (await request.read((work) => readItems(work, [itemId]))).get(itemId)
      if (!item) throw new Refused('item_not_found', { itemId })
      return itemView(item, request.caller!.actor)
    },
  )

  app.post(
    '/items',
    {
      config: { permission: 'catalog.edit', idempotent: true },
      schema: {
        operationId: 'itemCreate',
        body: contract.ItemCreate,
        response: { 201: contract.ItemAnswer, ...refusals(...itemRefusals, 'item_exists') },
      },
    },
    async (request, reply) => {
      const id = recordId(request)
      const answer = await request.inTransaction((work) => createItem(work, { ...toldOf(request.body), id }))
      return reply.code(201).send(answer)
    },
  )

  app.patch(
    '/items/:itemId',
    {
      config: { permission: 'catalog.edit', idempotent: true },
      schema: {
        operationId: 'itemChange',
        params: contract.ItemParams,
        body: contract.ItemChange,
        response: {
          200: contract.ItemVersion,
          ...refusals(...itemRefusals, 'item_changed', 'item_is_plan', 'not_allowed'),
        },
      },
    },
    async (request) =>
      request.inTransaction((work) => changeItem(work, { ...request.params, ...toldOf(request.body) })),
  )

  for (const { method, operationId, isArchived } of [
    { method: 'POST', operationId: 'itemArchivalCreate', isArchived: true },
    { method: 'DELETE', operationId: 'itemArchivalDelete', isArchived: false },
  ] as const) {
    app.route({
      method,
      url: '/items/:itemId/archival',
      config: { permission: 'catalog.edit', idempotent: true },
      schema: {
        operationId,
        params: contract.ItemParams,
        response: { 200: contract.ItemAnswer, ...refusals('item_not_found') },
      },
      handler: async (request) => request.inTransaction((work) => archiveItem(work, { ...request.params, isArchived })),
    })
  }

  app.get(
    '/till/catalog',
    {
      config: { permission: 'catalog.read', alsoFor: ['device'] },
      schema: {
        operationId: 'tillCatalogGet',
        querystring: contract.TillCatalogQuery,
        response: { 200: contract.TillCatalog, ...refusals('store_not_found', 'store_not_allowed', 'store_closed') },
      },
    },
    async (request) => {
      const { storeId, cursor, limit = 1_000 } = request.query
      return request.read((work) => tillCatalog(work, { storeId, cursor, limit }))
    },
  )
}
