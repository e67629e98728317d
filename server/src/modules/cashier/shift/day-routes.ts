import { merchantFacts } from '#modules/shops/store-facts.ts'
import { refuseForeignStore, storesOf } from '#platform/actor.ts'
import { decodeCursor, pageOf } from '#platform/contract.ts'
import { type App, recordId, refusals } from '#platform/http.ts'
import { Refused } from '#shared/refusal.ts'
import { closeDay, previewDay } from './close-day.ts'
import * as contract from './contract.ts'
import { listDayCloses, readDayClose } from './day-queries.ts'
import { showDayClose, showDayCloseRows, showDayShifts } from './shift-views.ts'

const storeRefusals = ['store_not_found', 'store_not_allowed', 'store_closed']

/** The close of a store's day: what it would be, closing it, and the days that are closed. */
export async function dayRoutes(app: App) {
  app.get(
    '/day-closes/preview',
    {
      config: { permission: 'shift.report' },
      schema: {
        operationId: 'dayPreview',
        querystring: contract.DayQuery,
        response: { 200: contract.DayPreview, ...refusals(...storeRefusals) },
      },
    },
    async (request) =>
      request.read(async (work) => {
        const { storeId } = request.query
        const [{ shifts, orphans: _orphans, ...preview }, { currency }] = await Promise.all([
          previewDay(work, request.query),
          merchantFacts(work),
        ])
        const shown = await showDayShifts(
          work,
          shifts.map(({ id }) => id),
        )
        return { ...preview, storeId, currency, shifts: shown }
      }),
  )

  app.post(
    '/day-closes',
    {
      config: { permission: 'day.close', idempotent: true },
      schema: {
        operationId: 'dayClose',
        body: contract.DayCloseCreate,
        response: {
          201: contract.DayClosed,
          ...refusals(...storeRefusals, 'day_not_begun', 'day_already_closed', 'day_shift_open', 'day_earlier_open'),
        },
      },
    },
    async (request, reply) => {
      const input = { dayCloseId: recordId(request), ...request.body }
      return reply.code(201).send(await request.inTransaction((work) => closeDay(work, input)))
    },
  )

  app.get(
    '/day-closes',
    {
      config: { permission: 'shift.report' },
      schema: {
        operationId: 'dayCloseList',
        querystring: contract.DayCloseListQuery,
        response: { 200: contract.DayClosePage },
      },
    },
    async (request) => {
      const { limit = 50, cursor, ...filter } = request.query
      const key = decodeCursor(cursor, 2)
      const before = key ? { day: String(key[0]), id: String(key[1]) } : null
      return request.read(async (work) => {
        const rows = await listDayCloses(work, { ...filter, storeIds: storesOf(work.actor), before, limit: limit + 1 })
        const { page, next } = pageOf(rows, limit, (last) => [last.businessDay, last.id])
        return { items: await showDayCloseRows(work, page), next }
      })
    },
  )

  app.get(
    '/day-closes/:dayCloseId',
    {
      config: { permission: 'shift.report' },
      schema: {
        operationId: 'dayCloseGet',
        params: contract.DayCloseParams,
        response: { 200: contract.DayClose, ...refusals('day_close_not_found') },
      },
    },
    async (request) =>
      request.read(async (work) => {
        const close = await readDayClose(work, request.params.dayCloseId)
        if (!close || refuseForeignStore(work.actor, close.storeId)) throw new Refused('day_close_not_found')
        return showDayClose(work, close)
      }),
  )
}
