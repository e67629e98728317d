import type { App } from './http.ts'

const contentSecurityPolicy = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types regulars default',
].join('; ')

/** Headers of every answer (ASVS 3.4). API answers are never cached unless a route says so. */
export function securityHeaders(app: App, { secure }: { secure: boolean }): void {
  app.addHook('onSend', async (request, reply) => {
    // A page that the server writes itself brings a narrower policy.
    if (!reply.hasHeader('content-security-policy')) reply.header('content-security-policy', contentSecurityPolicy)
    reply.header('x-content-type-options', 'nosniff')
    reply.header('referrer-policy', 'same-origin')
    reply.header('cross-origin-opener-policy', 'same-origin')
    reply.header('cross-origin-resource-policy', 'same-origin')
    reply.header('permissions-policy', 'camera=(self), microphone=(), geolocation=(self), payment=()')
    // Never for localhost: browsers would then refuse every other plain program of this machine too.
    if (secure && request.hostname !== 'localhost') reply.header('strict-transport-security', 'max-age=31536000')
    if ((request.routeOptions.url ?? request.url).startsWith('/api/') && !reply.hasHeader('cache-control'))
      reply.header('cache-control', 'no-store')
  })
}
