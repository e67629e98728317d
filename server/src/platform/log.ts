import type { FastifyServerOptions } from 'fastify'

/**
 * Structured logs without personal data: the route's pattern instead of the URL, no body, no query, no headers, no cookies.
 * Errors keep type, code and stack; PostgreSQL's `detail` may quote a row and is left out.
 */
export function logOptions(level: string): FastifyServerOptions['logger'] {
  if (level === 'silent') return false
  return {
    level,
    serializers: {
      req: (request: { method: string; routeOptions?: { url?: string | undefined } }) => ({
        method: request.method,
        route: request.routeOptions?.url ?? 'none',
      }),
      res: (reply: { statusCode: number }) => ({ status: reply.statusCode }),
      err: (error: Error & { code?: string }) => ({
        type: error.name,
        message: error.message,
        ...(error.code ? { code: error.code } : {}),
        stack: error.stack ?? '',
      }),
    },
  }
}
