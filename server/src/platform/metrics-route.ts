import type { FastifyRequest } from 'fastify'
import { Refused } from '#shared/refusal.ts'
import type { App } from './http.ts'
import { metricsContentType, readMetrics, requestSeconds } from './metrics.ts'
import { sameBytes } from './secrets.ts'

/** Asked from this machine itself, and not through a proxy on it. */
function isLocal(request: FastifyRequest): boolean {
  const { headers } = request
  const isForwarded = Boolean(headers['x-forwarded-for'] ?? headers.forwarded ?? headers['x-real-ip'])
  const address = request.socket.remoteAddress ?? ''
  return !isForwarded && (address === '::1' || /^(::ffff:)?127\./.test(address))
}

function holdsToken(request: FastifyRequest, token: string | null): boolean {
  const given = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1]
  return token !== null && given !== undefined && sameBytes(Buffer.from(given), Buffer.from(token))
}

/** `GET /metrics` for Prometheus: from this machine, or with `METRICS_TOKEN`. Everyone else finds nothing there. */
export function metricsRoute(app: App, { token }: { token: string | null }): void {
  app.addHook('onResponse', async (request, reply) => {
    if (!request.url.startsWith('/api/')) return
    const { operationId } = (request.routeOptions.schema ?? {}) as { operationId?: string }
    requestSeconds.observe(
      { operation: operationId ?? 'none', status: `${Math.floor(reply.statusCode / 100)}xx` },
      reply.elapsedTime / 1_000,
    )
  })
  app.get('/metrics', { schema: { hide: true } }, async (request, reply) => {
    if (!isLocal(request) && !holdsToken(request, token)) throw new Refused('route_not_found')
    return reply
      .type(metricsContentType)
      .header('cache-control', 'no-store')
      .send(await readMetrics())
  })
}
