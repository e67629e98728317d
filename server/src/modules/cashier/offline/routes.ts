import { storesOf } from '#platform/actor.ts'
import { decodeCursor, pageOf } from '#platform/contract.ts'
import { type App, refusals } from '#platform/http.ts'
import { openStoreOf } from '#modules/shops/store-facts.ts'
import { handIn } from './hand-in.ts'
import { contactKeyPurpose, contactToken } from './contact-token.ts'
import { countOpenConflicts, listConflicts } from './conflict-queries.ts'
import * as contract from './contract.ts'
import { readLimits } from './limit-queries.ts'
import { readCounter } from './offline-queries.ts'
import { limitsOf, setLimits } from './set-limits.ts'
import { noteContact, settleConflict } from './settle-conflict.ts'
import { showConflicts } from './show-conflicts.ts'
import { tillOfActor } from './till-of-actor.ts'
import { LineFeeds } from './till-line-feeds.ts'
import { memberSecretOf, readTillMembers } from './till-snapshot.ts'

/** What a till keeps for the hours without a line, what it hands in afterwards, and what people settle. */
export async function offlineRoutes(app: App) {
  tillRoutes(app)
  conflictRoutes(app)
  limitRoutes(app)
}

function tillRoutes(app: App) {
  const feeds = new LineFeeds()
  app.get(
    '/till/contact',
    {
      config: { permission: 'sale.sell', alsoFor: ['device'] },
      schema: {
        operationId: 'tillContactGet',
        response: { 200: contract.TillContact, ...refusals('device_needed') },
      },
    },
    async (request) =>
      request.read(async (work) => {
        const till = await tillOfActor(work)
        const [lastNumber, limits] = await Promise.all([readCounter(work, till), readLimits(work, till.id)])
        const { id, storeId, number, name, userId } = till
        const token = contactToken(work.key(contactKeyPurpose), { deviceId: id, at: work.at, userId })
        const memberSecret = memberSecretOf(work, id)
        return {
          at: work.at.toISOString(),
          token,
          device: { id, storeId, number, name },
          userId,
          lastNumber,
          limits,
          memberSecret,
        }
      }),
  )

  app.get(
    '/till/items',
    {
      config: { permission: 'catalog.read', alsoFor: ['device'] },
      schema: {
        operationId: 'tillItemsGet',
        querystring: contract.TillLinesQuery,
        produces: ['application/x-ndjson'],
        response: { 200: contract.TillLines, ...refusals('store_not_found', 'store_not_allowed', 'store_closed') },
      },
    },
    async (request, reply) => {
      await request.read((work) => openStoreOf(work, request.query.storeId))
      const isZipped = /\bgzip\b/.test(request.headers['accept-encoding'] ?? '')
      reply.type('application/x-ndjson').header('vary', 'accept-encoding')
      if (isZipped) reply.header('content-encoding', 'gzip')
      return reply.send(await feeds.open(request.caller!.merchantId, (body) => request.read(body), { isZipped }))
    },
  )

  app.get(
    '/till/members',
    {
      config: { permission: 'sale.sell', alsoFor: ['device'] },
      schema: {
        operationId: 'tillMembersGet',
        querystring: contract.TillMembersQuery,
        response: { 200: contract.TillMembers, ...refusals('device_needed') },
      },
    },
    async (request) =>
      request.read(async (work) => {
        const till = await tillOfActor(work)
        const { cursor, limit = 500 } = request.query
        return readTillMembers(work, till.id, { cursor, limit })
      }),
  )

  app.post(
    '/till/offline-sales',
    {
      bodyLimit: 8_388_608,
      config: {
        permission: 'sale.sell',
        alsoFor: ['device'],
        idempotent: { without: 'each sale carries its own id and is booked once' },
      },
      schema: {
        operationId: 'offlineSalesUpload',
        body: contract.OfflineSalesUpload,
        response: {
          200: contract.OfflineSalesAnswer,
          ...refusals('device_not_found', 'store_not_allowed', 'not_allowed'),
        },
      },
    },
    async (request) => handIn((body) => request.inTransaction(body), request.body),
  )
}

function conflictRoutes(app: App) {
  app.get(
    '/sale-conflicts',
    {
      config: { permission: 'sale.settle' },
      schema: {
        operationId: 'saleConflictList',
        querystring: contract.ConflictQuery,
        response: { 200: contract.ConflictPage },
      },
    },
    async (request) => {
      const { limit = 50, cursor, state, storeId = null } = request.query
      const key = decodeCursor(cursor, 2)
      const before = key ? { at: String(key[0]), id: String(key[1]) } : null
      return request.read(async (work) => {
        const isOpen = state ? state === 'open' : null
        const rows = await listConflicts(work, {
          isOpen,
          storeIds: storesOf(work.actor),
          storeId,
          before,
          limit: limit + 1,
        })
        const { page, next } = pageOf(rows, limit, (last) => [last.at, last.id])
        return {
          items: await showConflicts(work, page),
          next,
        }
      })
    },
  )

  app.get(
    '/sale-conflicts/count',
    {
      config: { permission: 'sale.settle' },
      schema: { operationId: 'saleConflictCount', response: { 200: contract.ConflictCount } },
    },
    async (request) => request.read(async (work) => ({ open: await countOpenConflicts(work, storesOf(work.actor)) })),
  )

  const settleRefusals = ['conflict_not_found', 'conflict_settled', 'store_not_allowed'] as const
  app.post(
    '/sale-conflicts/:conflictId/resolution',
    {
      config: { permission: 'sale.settle', idempotent: true },
      schema: {
        operationId: 'saleConflictSettle',
        params: contract.ConflictParams,
        body: contract.ConflictSettle,
        response: {
          200: contract.ConflictAnswer,
          ...refusals(
            ...settleRefusals,
            ...['invalid_resolution', 'balance_insufficient'],
            ...['member_not_found', 'member_merged', 'member_erased', 'member_blocked'],
          ),
        },
      },
    },
    async (request) => request.inTransaction((work) => settleConflict(work, { ...request.params, ...request.body })),
  )

  app.post(
    '/sale-conflicts/:conflictId/contact',
    {
      config: { permission: 'sale.settle', idempotent: true },
      schema: {
        operationId: 'saleConflictContact',
        params: contract.ConflictParams,
        body: contract.ConflictContact,
        response: { 200: contract.ConflictAnswer, ...refusals(...settleRefusals) },
      },
    },
    async (request) => request.inTransaction((work) => noteContact(work, { ...request.params, ...request.body })),
  )
}

function limitRoutes(app: App) {
  app.get(
    '/devices/:deviceId/offline-limits',
    {
      config: { permission: 'devices.manage' },
      schema: {
        operationId: 'offlineLimitsGet',
        params: contract.DeviceParams,
        response: { 200: contract.OfflineLimits, ...refusals('device_not_found', 'store_not_allowed') },
      },
    },
    async (request) => request.read((work) => limitsOf(work, request.params.deviceId)),
  )

  app.put(
    '/devices/:deviceId/offline-limits',
    {
      config: { permission: 'devices.manage', idempotent: true },
      schema: {
        operationId: 'offlineLimitsSet',
        params: contract.DeviceParams,
        body: contract.OfflineLimits,
        response: { 200: contract.DeviceAnswer, ...refusals('device_not_found', 'store_not_allowed') },
      },
    },
    async (request) => request.inTransaction((work) => setLimits(work, { ...request.params, ...request.body })),
  )
}
