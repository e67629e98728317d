import type { FastifyReply, FastifyRequest } from 'fastify'
import { type App, refusals } from '#platform/http.ts'
import { sendTableFile } from '#platform/table-file.ts'
import { writeCsv } from '#platform/write-table.ts'
import * as contract from './contract.ts'
import type { Day } from '#shared/business-day.ts'
import { decimalOf } from '#shared/money.ts'
import { readSettlement, type Settlement, setPartyKind } from './settle-stores.ts'

const refused = ['store_not_allowed', 'invalid_input']

/** What stores owe each other for stored value: as a page, as the file of each day, and who settles as a party of its own. */
export function settlementRoutes(app: App) {
  app.get(
    '/stored-value/settlement',
    {
      config: { permission: 'reports.read' },
      schema: {
        operationId: 'storedValueSettlement',
        querystring: contract.SettlementQuery,
        response: { 200: contract.Settlement, ...refusals(...refused) },
      },
    },
    async (request) => request.read((work) => readSettlement(work, request.query)),
  )

  app.get(
    '/exports/stored-value-settlement',
    {
      config: { permission: 'reports.export' },
      schema: {
        operationId: 'storedValueSettlementExport',
        querystring: contract.SettlementQuery,
        produces: ['text/csv; charset=utf-8'],
        response: { 200: contract.FileBytes, ...refusals(...refused) },
      },
    },
    async (request, reply) => sendFile(request, reply, request.query),
  )

  app.put(
    '/stores/:storeId/settlement-party',
    {
      config: { permission: 'settings.edit', idempotent: true },
      schema: {
        operationId: 'settlementPartySet',
        params: contract.StoreParams,
        body: contract.PartyKindChange,
        response: {
          200: contract.PartyKindSet,
          ...refusals('store_not_found', 'store_not_allowed', 'store_closed', 'settings_changed'),
        },
      },
    },
    async (request) => request.inTransaction((work) => setPartyKind(work, { ...request.params, ...request.body })),
  )
}

async function sendFile(request: FastifyRequest, reply: FastifyReply, period: { from: Day; until: Day }) {
  const { from, until } = period
  const settlement = await request.read(async (work) => {
    const changes = { from: [null, from], until: [null, until] } as const
    work.audit({ action: 'settlement.export', subject: { kind: 'merchant', id: work.merchantId }, changes })
    return readSettlement(work, period)
  })
  const file = { name: `settlement-${from}-${until}`, format: 'csv' } as const
  return sendTableFile(reply, file, writeCsv(titles, cellsOf(settlement)))
}

const titles = [
  ...['日期 day', '结算方 party', '收取本金 collected', '核销本金 served', '退回本金 paid back'],
  ...['核销赠送 served bonus', '应付总部 owes head office'],
]

function* cellsOf({ rows, parties }: Settlement): Generator<string[]> {
  const names = new Map(parties.map(({ storeId, name }) => [storeId, name]))
  for (const row of rows) {
    const party = row.partyId === null ? '总部 head office' : names.get(row.partyId)!
    const sums = [row.collectedCents, row.servedCents, row.paidBackCents, row.servedBonusCents, row.netCents]
    yield [row.day, party, ...sums.map(decimalOf)]
  }
}
