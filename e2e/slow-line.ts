import http from 'node:http'

/** By how much the answers of a slow line are late, in milliseconds: what is only read, and what changes something. */
const late = { read: [0, 600], write: [300, 1_000] } as const

/**
 * Makes every server of this process answer its API late, each request by another while: the order of answers is no longer that of
 * questions, and a screen that goes on before its answer came shows it. Only where `node scripts/test.ts --slow-line` runs the journeys.
 */
export function slowLineIfAsked(): void {
  if (process.env['SLOW_LINE'] !== '1') return
  const emit = http.Server.prototype.emit as (this: http.Server, name: string, ...rest: unknown[]) => boolean
  http.Server.prototype.emit = function (this: http.Server, name: string, ...rest: unknown[]) {
    const [request] = rest
    if (name !== 'request' || !(request instanceof http.IncomingMessage) || !request.url?.startsWith('/api/'))
      return emit.call(this, name, ...rest)
    const [least, most] = request.method === 'GET' ? late.read : late.write
    setTimeout(() => emit.call(this, name, ...rest), least + Math.random() * (most - least))
    return true
  } as typeof http.Server.prototype.emit
}
