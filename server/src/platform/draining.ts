import { setTimeout as sleep } from 'node:timers/promises'
import type { App } from './http.ts'

declare module 'fastify' {
  interface FastifyInstance {
    /** Whether the server is about to close; it is then no longer ready for a load balancer. */
    isDraining(): boolean
    /** Tells every caller to come back on another connection, for long enough that the busy ones have heard it. */
    drain(): Promise<void>
  }
}

const drainMs = 400

/**
 * Prepares a server for closing without cutting anybody off. A connection that is closed while its next request is on the way
 * looks like a failure to the caller, who cannot know whether a sale was booked. So each answer first says that it is the last
 * on its connection; only those that have been silent meanwhile are closed unasked.
 */
export function addDraining(app: App): void {
  let isDraining = false
  app.decorate('isDraining', () => isDraining)
  app.decorate('drain', async () => {
    isDraining = true
    await sleep(drainMs)
  })
  app.addHook('onSend', async (request, reply) => {
    if (isDraining && request.raw.httpVersionMajor === 1) reply.header('connection', 'close')
  })
}
