import { request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'

export type ProviderRequest = { method: string; url: string; headers: Record<string, string>; body: string }
export type ProviderResponse = { status: number; headers: Readonly<Record<string, string | undefined>>; body: string }

/** How a port reaches its provider; tests put failures in between. */
export type Transport = (request: ProviderRequest) => Promise<ProviderResponse>

export class Unanswered extends Error {
  override name = 'Unanswered'
}

const timeoutMs = 10_000
const maxAnswerBytes = 1_048_576

/**
 * One request to a provider: ten seconds for all of it, a megabyte at most, no redirects followed. Rejects with `Unanswered`
 * (`timeout`, `unreachable`, `too_long`): whether it had an effect over there is not known then.
 */
export function sendOverHttp({ method, url, headers, body }: ProviderRequest): Promise<ProviderResponse> {
  const send = url.startsWith('https:') ? httpsRequest : httpRequest
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(timeoutMs)
    const fail = (error: Error) => reject(new Unanswered(signal.aborted ? 'timeout' : 'unreachable', { cause: error }))
    const request = send(url, { method, signal, headers: { ...headers, 'content-length': Buffer.byteLength(body) } })
    request.on('error', fail)
    request.on('response', (response) => {
      const parts: Buffer[] = []
      let length = 0
      response.on('data', (part: Buffer) => {
        length += part.length
        if (length > maxAnswerBytes) request.destroy(new Error('too long'))
        else parts.push(part)
      })
      response.on('error', fail)
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: Object.fromEntries(
            Object.entries(response.headers).map(([name, value]) => [name, [value].flat()[0]]),
          ),
          body: Buffer.concat(parts).toString('utf8'),
        }),
      )
    })
    request.end(body)
  })
}

/** A call whose outcome is an answer, never an exception: what is not understood is `lost`, with a code for the log. */
export async function orLost<T>(call: () => Promise<T>): Promise<T | { kind: 'lost'; reason: string }> {
  try {
    return await call()
  } catch (error) {
    const reason = error instanceof Unanswered || error instanceof NotUnderstood ? error.message : null
    if (reason) return { kind: 'lost', reason }
    throw error
  }
}

/** An answer that is not one: unsigned, broken, without what it must hold. */
export class NotUnderstood extends Error {
  override name = 'NotUnderstood'
}

export function parseJson(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
  } catch {
    // Told below.
  }
  throw new NotUnderstood('not_json')
}
