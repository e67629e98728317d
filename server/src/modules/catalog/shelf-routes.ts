import { openStoreOf } from '#modules/shops/store-facts.ts'
import { recordId, refusals, type App } from '#platform/http.ts'
import { Refused } from '#shared/refusal.ts'
import { adjustItemStock } from './adjust-item-stock.ts'
import { archiveCategory, saveCategories, setBarcodeFormats, setQuickKeys } from './arrange-shelf.ts'
import * as contract from './contract.ts'
import { keepPicture, maxPictureBytes } from './keep-picture.ts'
import { findPicture, readCategories, readFormats, readQuickKeys } from './shelf-queries.ts'

const storeRefusals = ['store_not_found', 'store_not_allowed', 'store_closed'] as const

export async function shelfRoutes(app: App) {
  app.get(
    '/categories',
    {
      config: { permission: 'catalog.read', alsoFor: ['device'] },
      schema: { operationId: 'categoryList', response: { 200: contract.CategoryList } },
    },
    async (request) => ({ items: await request.read(readCategories) }),
  )

  app.put(
    '/categories',
    {
      config: { permission: 'catalog.edit', idempotent: true },
      schema: {
        operationId: 'categoriesSave',
        body: contract.CategoriesSave,
        response: {
          200: contract.CategoryList,
          ...refusals('category_not_found', 'category_exists', 'invalid_category'),
        },
      },
    },
    async (request) => {
      const { categories } = request.body
      await request.inTransaction((work) => saveCategories(work, categories))
      return { items: categories }
    },
  )

  app.post(
    '/categories/:categoryId/archival',
    {
      config: { permission: 'catalog.edit', idempotent: true },
      schema: {
        operationId: 'categoryArchivalCreate',
        params: contract.CategoryParams,
        response: { 200: contract.CategoryAnswer, ...refusals('category_not_found') },
      },
    },
    async (request) => request.inTransaction((work) => archiveCategory(work, request.params)),
  )

  app.get(
    '/stores/:storeId/barcode-formats',
    {
      config: { permission: 'catalog.read', alsoFor: ['device'] },
      schema: {
        operationId: 'barcodeFormatList',
        params: contract.StoreParams,
        response: { 200: contract.BarcodeFormats, ...refusals(...storeRefusals) },
      },
    },
    async (request) => {
      const { storeId } = request.params
      return request.read(async (work) => {
        await openStoreOf(work, storeId)
        return { formats: await readFormats(work, storeId) }
      })
    },
  )

  app.put(
    '/stores/:storeId/barcode-formats',
    {
      config: { permission: 'catalog.edit', idempotent: true },
      schema: {
        operationId: 'barcodeFormatsSet',
        params: contract.StoreParams,
        body: contract.BarcodeFormats,
        response: {
          200: contract.StoreAnswer,
          ...refusals(...storeRefusals, 'barcode_pattern_invalid', 'barcode_patterns_overlap'),
        },
      },
    },
    async (request) => request.inTransaction((work) => setBarcodeFormats(work, { ...request.params, ...request.body })),
  )

  app.get(
    '/stores/:storeId/quick-keys',
    {
      config: { permission: 'catalog.read', alsoFor: ['device'] },
      schema: { operationId: 'quickKeyList', params: contract.StoreParams, response: { 200: contract.QuickKeys } },
    },
    async (request) => {
      const { storeId } = request.params
      return request.read(async (work) => {
        await openStoreOf(work, storeId)
        return { keys: await readQuickKeys(work, storeId) }
      })
    },
  )

  app.put(
    '/stores/:storeId/quick-keys',
    {
      config: { permission: 'catalog.edit', idempotent: true },
      schema: {
        operationId: 'quickKeysSet',
        params: contract.StoreParams,
        body: contract.QuickKeys,
        response: { 200: contract.StoreAnswer, ...refusals(...storeRefusals, 'item_not_found', 'invalid_quick_key') },
      },
    },
    async (request) => request.inTransaction((work) => setQuickKeys(work, { ...request.params, ...request.body })),
  )

  app.post(
    '/stores/:storeId/stock-adjustments',
    {
      config: { permission: 'stock.adjust', idempotent: true },
      schema: {
        operationId: 'stockAdjustmentCreate',
        params: contract.StoreParams,
        body: contract.AdjustmentCreate,
        response: {
          201: contract.AdjustmentAnswer,
          ...refusals(...storeRefusals, 'item_not_found', 'stock_not_counted', 'stock_short', 'invalid_adjustment'),
        },
      },
    },
    async (request, reply) => {
      const input = { ...request.params, ...request.body, adjustmentId: recordId(request) }
      return reply.code(201).send(await request.inTransaction((work) => adjustItemStock(work, input)))
    },
  )

  pictureRoutes(app)
}

function pictureRoutes(app: App) {
  app.addContentTypeParser('application/octet-stream', { parseAs: 'buffer' }, (_request, body, done) =>
    done(null, body),
  )

  app.post(
    '/pictures',
    {
      bodyLimit: maxPictureBytes,
      config: {
        permission: 'catalog.edit',
        idempotent: {
          without: 'a picture is kept under the key that the sender chose; the same again changes nothing',
        },
      },
      schema: {
        operationId: 'pictureCreate',
        consumes: ['application/octet-stream'],
        body: contract.PictureBytes,
        response: { 201: contract.PictureAnswer, ...refusals('invalid_picture', 'file_too_large', 'invalid_key') },
      },
    },
    async (request, reply) => {
      const pictureId = recordId(request)
      const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
      return reply.code(201).send(await request.inTransaction((work) => keepPicture(work, { pictureId, bytes })))
    },
  )

  app.get(
    '/pictures/:pictureId',
    {
      config: { permission: 'catalog.read', alsoFor: ['device', 'member'] },
      schema: {
        operationId: 'pictureGet',
        params: contract.PictureParams,
        produces: ['image/png', 'image/jpeg', 'image/webp'],
        response: { 200: contract.PictureBytes, ...refusals('picture_not_found') },
      },
    },
    async (request, reply) => {
      const picture = await request.read((work) => findPicture(work, request.params.pictureId))
      if (!picture) throw new Refused('picture_not_found')
      // A picture never changes under its id.
      return reply
        .header('cache-control', 'private, max-age=31536000, immutable')
        .type(picture.mediaType)
        .send(picture.bytes)
    },
  )
}
