import { recordId, refusals, type App } from '#platform/http.ts'
import { changeMerchant } from './change-merchant.ts'
import { changeStore } from './change-store.ts'
import { reopenStore } from './close-store.ts'
import * as contract from './contract.ts'
import { openStore } from './open-store.ts'
import type { StoreRow } from './shop-queries.ts'
import { merchantFacts, storeFacts } from './store-facts.ts'

const storeView = (store: StoreRow) => ({ ...store, closedAt: store.closedAt?.toISOString() ?? null })

export async function shopsRoutes(app: App) {
  app.get(
    '/merchant',
    {
      config: { access: ['staff', 'device'] },
      schema: { operationId: 'merchantGet', response: { 200: contract.Merchant } },
    },
    async (request) => request.read(async (work) => ({ id: work.merchantId, ...(await merchantFacts(work)) })),
  )

  app.patch(
    '/merchant',
    {
      config: { permission: 'settings.edit', idempotent: true },
      schema: {
        operationId: 'merchantChange',
        body: contract.MerchantChange,
        response: { 200: contract.MerchantVersion, ...refusals('settings_changed') },
      },
    },
    async (request) => request.inTransaction((work) => changeMerchant(work, request.body)),
  )

  app.get(
    '/stores',
    {
      config: { access: ['staff', 'device'] },
      schema: { operationId: 'storeList', response: { 200: contract.StoreList } },
    },
    async (request) => {
      const { actor } = request.caller!
      const scope = actor.kind === 'staff' ? actor.storeIds : actor.kind === 'device' ? [actor.storeId] : null
      const stores = await request.read((work) => storeFacts(work, scope))
      return { items: [...stores.values()].map(storeView) }
    },
  )

  app.post(
    '/stores',
    {
      config: { permission: 'settings.edit', idempotent: true },
      schema: {
        operationId: 'storeCreate',
        body: contract.StoreCreate,
        response: { 201: contract.StoreAnswer, ...refusals('store_name_taken', 'invalid_time_zone') },
      },
    },
    async (request, reply) => {
      const storeId = recordId(request)
      await request.inTransaction((work) => openStore(work, { storeId, ...request.body }))
      return reply.code(201).send({ storeId })
    },
  )

  app.patch(
    '/stores/:storeId',
    {
      config: { permission: 'settings.edit', idempotent: true },
      schema: {
        operationId: 'storeChange',
        params: contract.StoreParams,
        body: contract.StoreChange,
        response: {
          200: contract.StoreVersion,
          ...refusals(
            'store_not_found',
            'store_not_allowed',
            'store_name_taken',
            'settings_changed',
            'invalid_time_zone',
          ),
        },
      },
    },
    async (request) => request.inTransaction((work) => changeStore(work, { ...request.params, ...request.body })),
  )

  app.delete(
    '/stores/:storeId/closure',
    {
      config: { permission: 'settings.edit', idempotent: true },
      schema: {
        operationId: 'storeClosureDelete',
        params: contract.StoreParams,
        response: { 200: contract.StoreAnswer, ...refusals('store_not_found', 'store_not_allowed') },
      },
    },
    async (request) => request.inTransaction((work) => reopenStore(work, request.params)),
  )
}
