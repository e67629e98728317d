import { openStoreOf } from '#modules/shops/store-facts.ts'
import { decodeCursor, pageOf, type Static } from '#platform/contract.ts'
import { recordId, refusals, type App } from '#platform/http.ts'
import { Refused } from '#shared/refusal.ts'
import * as contract from './contract.ts'
import { promotionsAhead } from './live-promotions.ts'
import { listPromotions, type PromotionRow, readPromotion, readVersions, type VersionRow } from './promotion-queries.ts'
import { changePromotion, createPromotion, endPromotion } from './save-promotion.ts'

/** Promotions: the list with their state, one with its versions, making, changing and ending them, and what a till keeps. */
export async function promotionRoutes(app: App) {
  readRoutes(app)
  saveRoutes(app)
  tillRoutes(app)
}

function versionView({ validFrom, validUntil, startsAt, endsAt, at, ...rest }: VersionRow) {
  return { ...rest, ...instantsOf({ validFrom, validUntil, startsAt, endsAt }), at: at.toISOString() }
}

function promotionView({ id, validFrom, validUntil, startsAt, endsAt, createdAt, ...rest }: PromotionRow) {
  const instants = instantsOf({ validFrom, validUntil, startsAt, endsAt })
  return { promotionId: id, ...rest, ...instants, createdAt: createdAt.toISOString() }
}

type Instants = { validFrom: Date; validUntil: Date | null; startsAt: Date; endsAt: Date | null }

function instantsOf({ validFrom, validUntil, startsAt, endsAt }: Instants) {
  return {
    validFrom: validFrom.toISOString(),
    validUntil: validUntil?.toISOString() ?? null,
    startsAt: startsAt.toISOString(),
    endsAt: endsAt?.toISOString() ?? null,
  }
}

function draftOf({ startsAt, endsAt, ...rest }: Static<typeof contract.PromotionCreate>) {
  return { ...rest, startsAt: new Date(startsAt), endsAt: endsAt === null ? null : new Date(endsAt) }
}

function readRoutes(app: App) {
  app.get(
    '/promotions',
    {
      config: { permission: 'promotions.read' },
      schema: {
        operationId: 'promotionList',
        querystring: contract.PromotionQuery,
        response: { 200: contract.PromotionPage },
      },
    },
    async (request) => {
      const { cursor, limit = 50 } = request.query
      const key = decodeCursor(cursor, 2)
      const before = key && ([String(key[0]), String(key[1])] as const)
      const rows = await request.read((work) => listPromotions(work, { before, limit: limit + 1 }))
      const { page, next } = pageOf(rows, limit, (last) => [last.createdAt, last.id])
      return { items: page.map(promotionView), next }
    },
  )

  app.get(
    '/promotions/:promotionId',
    {
      config: { permission: 'promotions.read' },
      schema: {
        operationId: 'promotionGet',
        params: contract.PromotionParams,
        response: { 200: contract.PromotionView, ...refusals('promotion_not_found') },
      },
    },
    async (request) => {
      const { promotionId } = request.params
      const [row, versions] = await request.read((work) =>
        Promise.all([readPromotion(work, promotionId), readVersions(work, promotionId)]),
      )
      if (!row) throw new Refused('promotion_not_found')
      return { ...promotionView(row), versions: versions.map(versionView) }
    },
  )
}

const draftRefusals = [
  ...['store_not_found', 'item_not_found', 'invalid_promotion_period', 'invalid_promotion_hours'],
  ...['invalid_promotion_steps', 'invalid_promotion_scope'],
]

function saveRoutes(app: App) {
  app.post(
    '/promotions',
    {
      config: { permission: 'promotions.manage', idempotent: true },
      schema: {
        operationId: 'promotionCreate',
        body: contract.PromotionCreate,
        response: { 201: contract.PromotionAnswer, ...refusals(...draftRefusals) },
      },
    },
    async (request, reply) => {
      const promotionId = recordId(request)
      await request.inTransaction((work) => createPromotion(work, promotionId, draftOf(request.body)))
      return reply.code(201).send({ promotionId })
    },
  )

  app.put(
    '/promotions/:promotionId',
    {
      config: { permission: 'promotions.manage', idempotent: true },
      schema: {
        operationId: 'promotionChange',
        params: contract.PromotionParams,
        body: contract.PromotionChange,
        response: {
          200: contract.PromotionAnswer,
          ...refusals(
            ...draftRefusals,
            ...['promotion_not_found', 'promotion_ended', 'settings_changed', 'invalid_promotion_limit'],
          ),
        },
      },
    },
    async (request) => {
      const { version, validFrom, ...draft } = request.body
      const head = { ...request.params, version, validFrom: validFrom === null ? null : new Date(validFrom) }
      return request.inTransaction((work) => changePromotion(work, { ...head, ...draftOf(draft) }))
    },
  )

  app.post(
    '/promotions/:promotionId/end',
    {
      config: { permission: 'promotions.manage', idempotent: true },
      schema: {
        operationId: 'promotionEnd',
        params: contract.PromotionParams,
        response: { 200: contract.PromotionAnswer, ...refusals('promotion_not_found') },
      },
    },
    async (request) => request.inTransaction((work) => endPromotion(work, request.params.promotionId)),
  )
}

function tillRoutes(app: App) {
  app.get(
    '/till/promotions',
    {
      config: { permission: 'sale.sell', alsoFor: ['device'] },
      schema: {
        operationId: 'tillPromotionList',
        querystring: contract.TillPromotionQuery,
        response: {
          200: contract.TillPromotionList,
          ...refusals('store_not_found', 'store_not_allowed', 'store_closed'),
        },
      },
    },
    async (request) =>
      request.read(async (work) => {
        const { storeId } = request.query
        await openStoreOf(work, storeId)
        return { items: await promotionsAhead(work, storeId) }
      }),
  )
}
