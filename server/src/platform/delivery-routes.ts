import { accept } from '#shared/refusal.ts'
import { isUuid } from '#shared/ids.ts'
import { decodeCursor, pageOf } from './contract.ts'
import { DeliveryLineQuery, DeliveryLines, LineAnswer, LineResume, LineSkip } from './delivery-contract.ts'
import { type App, refusals } from './http.ts'
import { invalidInput } from './input-problems.ts'
import type { Subscription } from './outbox.ts'
import { resumeLine, skipEvent } from './outbox-lines.ts'
import { type FailingLineView, readFailingPage } from './outbox-queries.ts'

const manage = { permission: 'deliveries.manage', idempotent: true } as const

/** Lines of events that a subscriber cannot take: looked at, resumed once the cause is mended, or moved past one event. */
export function deliveryRoutes(app: App, { subscriptions }: { subscriptions: readonly Subscription[] }): void {
  const hearing = subscriptions.map(({ name, types }) => ({ subscriber: name, types }))

  app.get(
    '/delivery-lines',
    {
      config: { permission: 'deliveries.manage' },
      schema: { operationId: 'deliveryLineList', querystring: DeliveryLineQuery, response: { 200: DeliveryLines } },
    },
    async (request) => {
      const { cursor, limit = 50 } = request.query
      const after = afterOf(cursor)
      const rows = await request.read((work) => readFailingPage(work, hearing, { after, limit: limit + 1 }))
      const { page, next } = pageOf(rows, limit, placeOf)
      return { items: page.map(lineView), next }
    },
  )

  app.post(
    '/delivery-lines/resume',
    {
      config: manage,
      schema: {
        operationId: 'deliveryLineResume',
        body: LineResume,
        response: { 200: LineAnswer, ...refusals('delivery_line_not_found') },
      },
    },
    async (request) =>
      request.inTransaction(async (work) => {
        accept(await resumeLine(work, request.body))
        return request.body
      }),
  )

  app.post(
    '/delivery-lines/skip',
    {
      config: manage,
      schema: {
        operationId: 'deliveryLineSkip',
        body: LineSkip,
        response: { 200: LineAnswer, ...refusals('delivery_line_not_found') },
      },
    },
    async (request) =>
      request.inTransaction(async (work) => {
        accept(await skipEvent(work, request.body))
        const { subjectId, subscriber } = request.body
        return { subjectId, subscriber }
      }),
  )
}

function lineView(row: FailingLineView) {
  const { subjectId, subscriber, stoppedAt, attempts, lastError, waiting } = row
  return {
    id: `${subjectId}:${subscriber}`,
    subject: { kind: row.subjectKind, id: subjectId },
    subscriber,
    event: { id: row.eventId, type: row.eventType, at: row.eventAt.toISOString() },
    attempts,
    firstFailedAt: row.firstFailedAt.toISOString(),
    nextAt: stoppedAt ? null : row.nextAt.toISOString(),
    stoppedAt: stoppedAt?.toISOString() ?? null,
    lastError,
    waiting,
  }
}

const placeOf = ({ stoppedAt, firstFailedAt, subjectId, subscriber }: FailingLineView) =>
  [stoppedAt ? 1 : 0, firstFailedAt, subjectId, subscriber] as const

/** Where the page before ended. A cursor that we did not make is refused. */
function afterOf(cursor: string | undefined) {
  if (cursor === undefined) return null
  const [stopped, at, subjectId, subscriber] = decodeCursor(cursor, 4) ?? []
  if (
    typeof at !== 'string' ||
    !Number.isFinite(Date.parse(at)) ||
    typeof subjectId !== 'string' ||
    !isUuid(subjectId) ||
    typeof subscriber !== 'string'
  ) {
    throw invalidInput('cursor', 'foreign_cursor')
  }
  return { isStopped: stopped === 1, at, subjectId, subscriber }
}
