import { sql } from 'kysely'
import { Type } from 'typebox'
import type { Database } from './db.ts'
import type { App } from './http.ts'
import { onGlobal } from './transaction.ts'

const patienceMs = 2_000

async function answersInTime(database: Database): Promise<boolean> {
  const late = AbortSignal.timeout(patienceMs)
  const timeout = new Promise<false>((resolve) => late.addEventListener('abort', () => resolve(false), { once: true }))
  const answer = onGlobal(database, sql`select 1 from platform.merchant limit 1`).then(
    () => true,
    () => false,
  )
  return Promise.race([answer, timeout])
}

/**
 * For load balancers and monitors: `live` says that the process runs, `ready` that it can take requests. While shutting down
 * it is no longer ready, so that a balancer turns away before the door closes.
 */
export function healthRoutes(app: App, { database }: { database: Database }): void {
  app.get(
    '/api/health/live',
    {
      config: { access: 'public' },
      schema: {
        operationId: 'healthLiveGet',
        summary: 'The process runs',
        response: { 200: Type.Object({ status: Type.Literal('ok') }) },
      },
    },
    async () => ({ status: 'ok' as const }),
  )
  app.get(
    '/api/health/ready',
    {
      config: { access: 'public' },
      schema: {
        operationId: 'healthReadyGet',
        summary: 'The process can take requests',
        response: {
          200: Type.Object({ status: Type.Literal('ok'), database: Type.Literal(true) }),
          503: Type.Object({ status: Type.Literal('unavailable'), database: Type.Boolean() }),
        },
      },
    },
    async (_request, reply) => {
      const isAnswering = await answersInTime(database)
      if (isAnswering && !app.isDraining()) return { status: 'ok' as const, database: true as const }
      return reply.code(503).header('retry-after', '2').send({ status: 'unavailable', database: isAnswering })
    },
  )
}
