import { peopleOf, tillsOf } from '#modules/identity/till-names.ts'
import { openStoreOf } from '#modules/shops/store-facts.ts'
import { refuseForeignStore, storesOf } from '#platform/actor.ts'
import { decodeCursor, pageOf } from '#platform/contract.ts'
import { type App, recordId, refusals } from '#platform/http.ts'
import { accept } from '#shared/refusal.ts'
import { closeShift, handOverShift, rescueShift } from './close-shift.ts'
import * as contract from './contract.ts'
import { countShift } from './count-shift.ts'
import { openShift } from './open-shift.ts'
import { visibleShift } from './shift-access.ts'
import { listShifts } from './shift-list-queries.ts'
import { changeShiftPolicy, shiftPolicyOf } from './shift-policy.ts'
import { showReport, showShift, showShiftRows, showTillShift } from './shift-views.ts'

const storeRefusals = ['store_not_found', 'store_not_allowed', 'store_closed']
const actRefusals = ['shift_not_found', 'store_not_allowed', 'shift_closed', 'shift_elsewhere']
const countRefusals = ['shift_count_missing', 'shift_count_outdated', 'shift_payments_open']
const closeRefusals = [
  ...[...actRefusals, ...countRefusals, 'shift_unsynced', 'shift_note_needed', 'shift_approval_needed'],
  ...['approval_not_found', 'approval_used', 'approval_expired', 'approval_mismatch'],
]

/** Shifts of tills, their drawers and counts, their X and Z reports. */
export async function shiftRoutes(app: App) {
  lookRoutes(app)
  drawerRoutes(app)
  closeRoutes(app)
  policyRoutes(app)
}

function lookRoutes(app: App) {
  app.get(
    '/till/shift',
    {
      config: { permission: 'sale.sell' },
      schema: {
        operationId: 'tillShiftGet',
        querystring: contract.StoreQuery,
        response: { 200: contract.TillShift, ...refusals('store_not_allowed') },
      },
    },
    async (request) =>
      request.read((work) => {
        accept(refuseForeignStore(work.actor, request.query.storeId))
        return showTillShift(work, request.query.storeId)
      }),
  )

  app.get(
    '/shifts',
    {
      config: { permission: 'shift.report' },
      schema: { operationId: 'shiftList', querystring: contract.ShiftListQuery, response: { 200: contract.ShiftPage } },
    },
    async (request) => {
      const { limit = 50, cursor, ...filter } = request.query
      const key = decodeCursor(cursor, 2)
      const before = key ? { at: String(key[0]), id: String(key[1]) } : null
      return request.read(async (work) => {
        const rows = await listShifts(work, { ...filter, storeIds: storesOf(work.actor), before, limit: limit + 1 })
        const { page, next } = pageOf(rows, limit, (last) => [last.openedAt, last.id])
        return { items: await showShiftRows(work, page), next }
      })
    },
  )

  app.get(
    '/shifts/filters',
    {
      config: { permission: 'shift.report' },
      schema: { operationId: 'shiftFilters', response: { 200: contract.ShiftFilters } },
    },
    async (request) =>
      request.read(async (work) => {
        const storeIds = storesOf(work.actor)
        const [tills, people] = await Promise.all([tillsOf(work, storeIds), peopleOf(work, storeIds)])
        return { tills, people }
      }),
  )

  app.get(
    '/shifts/:shiftId',
    {
      config: { permission: 'shift.close' },
      schema: {
        operationId: 'shiftGet',
        params: contract.ShiftParams,
        response: { 200: contract.Shift, ...refusals('shift_not_found') },
      },
    },
    async (request) => request.read(async (work) => showShift(work, await visibleShift(work, request.params.shiftId))),
  )

  app.get(
    '/shifts/:shiftId/report',
    {
      config: { permission: 'shift.close' },
      schema: {
        operationId: 'shiftReportGet',
        params: contract.ShiftParams,
        response: { 200: contract.ShiftReport, ...refusals('shift_not_found', 'shift_is_blind') },
      },
    },
    async (request) => request.read(async (work) => showReport(work, await visibleShift(work, request.params.shiftId))),
  )
}

function drawerRoutes(app: App) {
  app.post(
    '/shifts',
    {
      config: { permission: 'shift.open', idempotent: true },
      schema: {
        operationId: 'shiftOpen',
        body: contract.ShiftOpen,
        response: {
          201: contract.ShiftOpened,
          ...refusals(
            ...storeRefusals,
            'device_needed',
            'shift_already_open',
            'shift_handed_to_other',
            'shift_note_needed',
          ),
        },
      },
    },
    async (request, reply) => {
      const input = { shiftId: recordId(request), ...request.body }
      return reply.code(201).send(await request.inTransaction((work) => openShift(work, input)))
    },
  )

  app.post(
    '/shifts/:shiftId/counts',
    {
      config: { permission: 'shift.close', idempotent: true },
      schema: {
        operationId: 'shiftCount',
        params: contract.ShiftParams,
        body: contract.CountCreate,
        response: { 201: contract.Counted, ...refusals(...actRefusals, 'invalid_count') },
      },
    },
    async (request, reply) => {
      const input = { countId: recordId(request), ...request.params, ...request.body }
      return reply.code(201).send(await request.inTransaction((work) => countShift(work, input)))
    },
  )
}

function closeRoutes(app: App) {
  app.post(
    '/shifts/:shiftId/close',
    {
      config: { permission: 'shift.close', idempotent: true },
      schema: {
        operationId: 'shiftClose',
        params: contract.ShiftParams,
        body: contract.ShiftClose,
        response: { 200: contract.ShiftEnded, ...refusals(...closeRefusals, 'left_exceeds_count') },
      },
    },
    async (request) => request.inTransaction((work) => closeShift(work, { ...request.params, ...request.body })),
  )

  app.post(
    '/shifts/:shiftId/hand-over',
    {
      config: { permission: 'shift.close', idempotent: true },
      schema: {
        operationId: 'shiftHandOver',
        params: contract.ShiftParams,
        body: contract.ShiftHandOver,
        response: { 200: contract.ShiftEnded, ...refusals(...closeRefusals, 'user_not_found', 'handed_to_self') },
      },
    },
    async (request) => request.inTransaction((work) => handOverShift(work, { ...request.params, ...request.body })),
  )

  app.post(
    '/shifts/:shiftId/rescue',
    {
      config: { permission: 'shift.rescue', idempotent: true },
      schema: {
        operationId: 'shiftRescue',
        params: contract.ShiftParams,
        body: contract.ShiftRescue,
        response: { 200: contract.ShiftEnded, ...refusals(...actRefusals, ...countRefusals) },
      },
    },
    async (request) => request.inTransaction((work) => rescueShift(work, { ...request.params, ...request.body })),
  )
}

function policyRoutes(app: App) {
  app.get(
    '/stores/:storeId/shift-policy',
    {
      config: { permission: 'settings.edit' },
      schema: {
        operationId: 'shiftPolicyGet',
        params: contract.StoreParams,
        response: { 200: contract.ShiftPolicy, ...refusals('store_not_found', 'store_not_allowed', 'store_closed') },
      },
    },
    async (request) =>
      request.read(async (work) => {
        const { storeId } = request.params
        await openStoreOf(work, storeId)
        return shiftPolicyOf(work, storeId)
      }),
  )

  app.put(
    '/stores/:storeId/shift-policy',
    {
      config: { permission: 'settings.edit', idempotent: true },
      schema: {
        operationId: 'shiftPolicyChange',
        params: contract.StoreParams,
        body: contract.ShiftPolicy,
        response: { 200: contract.ShiftPolicyAnswer, ...refusals(...storeRefusals) },
      },
    },
    async (request) => request.inTransaction((work) => changeShiftPolicy(work, request.params.storeId, request.body)),
  )
}
