import http from 'node:http'
import type { MakeRequest } from './http-load.ts'

/** Sends one request over a connection of its own: `ok`, else the status, else `cut` when no whole answer came. */
export function sendRequest(port: number, request: ReturnType<MakeRequest>): Promise<string> {
  const body = request.body === undefined ? undefined : Buffer.from(JSON.stringify(request.body))
  return new Promise((resolve) => {
    const sent = http.request(
      {
        port,
        host: '127.0.0.1',
        method: request.method,
        path: request.path,
        timeout: 20_000,
        headers: {
          ...(body ? { 'content-type': 'application/json', 'content-length': body.length } : {}),
          ...request.headers,
        },
      },
      (answer) => {
        answer.resume()
        answer.on('end', () => resolve(answer.statusCode! < 300 ? 'ok' : String(answer.statusCode)))
        answer.on('error', () => resolve('cut'))
      },
    )
    sent.on('timeout', () => sent.destroy(new Error('timeout')))
    sent.on('error', () => resolve('cut'))
    sent.end(body)
  })
}
