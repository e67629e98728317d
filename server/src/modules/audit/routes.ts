import { decodeCursor, pageOf } from '#platform/contract.ts'
import type { App } from '#platform/http.ts'
import { isUuid } from '#shared/ids.ts'
import { invalidInput } from '#platform/input-problems.ts'
import type { Work } from '#platform/work.ts'
import { recordNames } from '#modules/identity/record-names.ts'
import { type AuditRow, readAuditPage } from './audit-queries.ts'
import { AuditPage, AuditQuery, AuditVerdict } from './contract.ts'
import { verifyAudit } from './seal-audit.ts'

export async function auditRoutes(app: App) {
  app.get(
    '/audit',
    {
      config: { permission: 'audit.read' },
      schema: { operationId: 'auditList', querystring: AuditQuery, response: { 200: AuditPage } },
    },
    async (request) => {
      const { from, to, action, actorId, subjectId, approved, cursor, limit = 50 } = request.query
      const filter = {
        from: from ? new Date(from) : null,
        to: to ? new Date(to) : null,
        action: action ?? null,
        actorId: actorId ?? null,
        subjectId: subjectId ?? null,
        isApproved: approved ?? false,
      }
      const after = afterOf(cursor)
      return request.read(async (work) => {
        const rows = await readAuditPage(work, filter, { after, limit: limit + 1 })
        const { page, next } = pageOf(rows, limit, (last) => [last.at, last.id])
        return {
          items: await withNames(work, page),
          next,
        }
      })
    },
  )

  app.get(
    '/audit/verdict',
    {
      config: { permission: 'audit.read' },
      schema: { operationId: 'auditVerdictGet', response: { 200: AuditVerdict } },
    },
    async (request) => request.read(verifyAudit),
  )
}

/** Where the page before ended. A cursor that we did not make is refused. */
function afterOf(cursor: string | undefined): { at: string; id: string } | null {
  if (cursor === undefined) return null
  const [at, id] = decodeCursor(cursor, 2) ?? []
  const isOurs = typeof at === 'string' && typeof id === 'string' && isUuid(id) && Number.isFinite(Date.parse(at))
  if (!isOurs) throw invalidInput('cursor', 'foreign_cursor')
  return { at, id }
}

/** Lines hold ids; people, roles, stores and devices are named as they are called today. */
async function withNames(work: Work, rows: readonly AuditRow[]) {
  const idsIn = rows.map(({ changes }) => Object.values(changes).flat(2).filter(isId))
  const ids = rows.flatMap((row) => [row.actorId, row.approvedBy, row.subjectId].filter((id) => id !== null))
  const names = await recordNames(work, [...ids, ...idsIn.flat()])
  return rows.map((row, index) => ({
    id: row.id,
    at: row.at.toISOString(),
    action: row.action,
    subject: { kind: row.subjectKind, id: row.subjectId, name: names.get(row.subjectId) ?? null },
    actor: {
      kind: row.actor.kind,
      id: row.actorId,
      name: (row.actorId ? names.get(row.actorId) : undefined) ?? row.actor.name ?? null,
      deviceId: row.actor.deviceId ?? null,
    },
    ip: row.ip,
    changes: row.changes,
    names: Object.fromEntries(
      idsIn[index]!.flatMap((id) => {
        const name = names.get(id)
        return name === undefined ? [] : [[id, name]]
      }),
    ),
    reason: row.reason,
    approvedBy: row.approvedBy ? { id: row.approvedBy, name: names.get(row.approvedBy) ?? null } : null,
  }))
}

const isId = (value: unknown): value is string => typeof value === 'string' && isUuid(value)
