import { existsSync } from 'node:fs'
import path from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Refused } from '#shared/refusal.ts'
import type { App } from './http.ts'

/** A path that a person may open and the browser's router knows: no file ending, nothing hidden, not the API. */
function isPage(request: FastifyRequest): boolean {
  const [pathname] = request.url.split('?', 1)
  if (request.method !== 'GET' && request.method !== 'HEAD') return false
  if (pathname!.startsWith('/api/') || pathname === '/api' || pathname === '/metrics') return false
  return path.extname(pathname!) === '' && !pathname!.includes('/.')
}

/** The member portal is built beside the console, below this folder and address. */
const portalPath = 'm'

/** What the browser's router finds for a page: the portal's start, or the console's. */
function startOf(request: FastifyRequest): string {
  const [pathname] = request.url.split('?', 1)
  return pathname!.startsWith(`/${portalPath}/`) ? `${portalPath}/index.html` : 'index.html'
}

/**
 * Serves the built console from `webDir`: hashed assets for ever, everything else asked anew each time, and `index.html`
 * for every page that the browser's router knows. Assets compressed at build time (`.br`, `.gz`) are sent as they are.
 */
export async function serveStatic(app: App, webDir: string | null): Promise<void> {
  if (!webDir || !existsSync(path.join(webDir, 'index.html'))) {
    app.setNotFoundHandler(refuseRoute)
    return
  }
  await app.register(fastifyStatic, {
    root: webDir,
    dotfiles: 'ignore',
    index: ['index.html'],
    preCompressed: true,
    cacheControl: false,
    setHeaders(reply, file) {
      const isHashed = /^(m[/\\])?assets[/\\]/.test(path.relative(webDir, file))
      reply.header('cache-control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache')
    },
  })
  app.setNotFoundHandler(async (request, reply) => {
    if (!isPage(request)) return refuseRoute(request)
    const [pathname, query] = request.url.split('?', 2)
    // The portal's service worker has the folder: without the slash its start page would lie outside.
    if (pathname === `/${portalPath}`) return reply.redirect(`/${portalPath}/${query ? `?${query}` : ''}`)
    return (reply as FastifyReply & { sendFile(name: string): FastifyReply }).sendFile(startOf(request))
  })
}

function refuseRoute(_request: FastifyRequest): never {
  throw new Refused('route_not_found')
}
