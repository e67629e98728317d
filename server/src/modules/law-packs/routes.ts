import { openStoreOf } from '#modules/shops/store-facts.ts'
import { type App, refusals } from '#platform/http.ts'
import * as contract from './contract.ts'
import { lawPacks } from './pack-rules.ts'
import type { LawPack } from './pack-types.ts'
import { chooseStoreRegion, readStoreLaw, readStoreRegion } from './store-law.ts'

/** The law as data, and which of it a store stands under. */
export async function lawPackRoutes(app: App) {
  app.get(
    '/law-packs',
    {
      config: { permission: 'settings.edit' },
      schema: { operationId: 'lawPackList', response: { 200: contract.LawPackList } },
    },
    async () => ({ items: lawPacks.map(packView) }),
  )

  app.get(
    '/stores/:storeId/law-pack',
    {
      config: { permission: 'settings.edit' },
      schema: {
        operationId: 'storeLawGet',
        params: contract.StoreLawParams,
        response: { 200: contract.StoreLaw, ...refusals('store_not_found', 'store_not_allowed', 'store_closed') },
      },
    },
    async (request) =>
      request.read(async (work) => {
        const store = await openStoreOf(work, request.params.storeId)
        const [choice, pack] = await Promise.all([readStoreRegion(work, store.id), readStoreLaw(work, store)])
        return { ...choice, packId: pack.id }
      }),
  )

  app.put(
    '/stores/:storeId/law-pack',
    {
      config: { permission: 'settings.edit', idempotent: true },
      schema: {
        operationId: 'storeLawChoose',
        params: contract.StoreLawParams,
        body: contract.StoreLawChoice,
        response: {
          200: contract.StoreLawChosen,
          ...refusals(
            ...['store_not_found', 'store_not_allowed', 'store_closed'],
            ...['law_region_unknown', 'settings_changed'],
          ),
        },
      },
    },
    async (request) => request.inTransaction((work) => chooseStoreRegion(work, { ...request.params, ...request.body })),
  )
}

const packView = (pack: LawPack) => ({ ...pack, sources: [...pack.sources] })
