import http from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'

export type LoadResult = {
  requests: number
  perSecond: number
  p50Ms: number
  p99Ms: number
  failures: Record<string, number>
}

/** What one request sends; made anew for each, so that keys and ids are fresh. */
export type MakeRequest = (connection: number) => {
  method: string
  path: string
  headers?: Record<string, string>
  body?: unknown
}

function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}

/**
 * Asks over `connections` keep-alive sockets for `seconds`, one request at a time on each, and measures from the first byte sent to the whole answer.
 * Answers other than 2xx are counted by status and code and do not count as requests.
 */
export async function httpLoad(options: {
  port: number
  connections: number
  seconds: number
  /** What each connection waits on average after an answer before it asks again, as people do (exponential); 0 keeps it busy. */
  pauseMs?: number
  /** Seconds before the measured ones: connections open, plans are made. */
  warmUpSeconds?: number
  makeRequest: MakeRequest
}): Promise<LoadResult> {
  const agent = new http.Agent({ keepAlive: true, maxSockets: options.connections })
  const times: number[] = []
  const failures: Record<string, number> = {}
  const start = performance.now() + (options.warmUpSeconds ?? 0) * 1000
  const until = start + options.seconds * 1000
  await Promise.all(
    Array.from({ length: options.connections }, async (_, connection) => {
      while (performance.now() < until) {
        const began = performance.now()
        const failure = await send(agent, options.port, options.makeRequest(connection))
        if (failure) failures[failure] = (failures[failure] ?? 0) + 1
        else if (began >= start) times.push(performance.now() - began)
        if (options.pauseMs) await sleep(-Math.log(1 - Math.random()) * options.pauseMs)
      }
    }),
  )
  const seconds = (performance.now() - start) / 1000
  agent.destroy()
  times.sort((a, b) => a - b)
  return {
    requests: times.length,
    perSecond: times.length / seconds,
    p50Ms: percentile(times, 0.5),
    p99Ms: percentile(times, 0.99),
    failures,
  }
}

function send(agent: http.Agent, port: number, request: ReturnType<MakeRequest>): Promise<string | null> {
  const body = request.body === undefined ? undefined : Buffer.from(JSON.stringify(request.body))
  return new Promise((resolve) => {
    const sent = http.request(
      {
        agent,
        port,
        host: '127.0.0.1',
        method: request.method,
        path: request.path,
        headers: {
          ...(body ? { 'content-type': 'application/json', 'content-length': body.length } : {}),
          ...request.headers,
        },
      },
      (answer) => {
        const chunks: Buffer[] = []
        answer.on('data', (chunk: Buffer) => chunks.push(chunk))
        answer.on('end', () => {
          if (answer.statusCode! < 300) return resolve(null)
          const code = /"code":"(\w+)"/.exec(Buffer.concat(chunks).toString())?.[1] ?? ''
          resolve(`${answer.statusCode} ${code}`)
        })
      },
    )
    sent.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
    sent.end(body)
  })
}
