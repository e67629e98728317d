import { deviceKey } from './device-key.ts'
import { ApiUnreachable, readFailure } from './api-refusal.ts'
import type { AnyOperation, InputOf, ResponseOf } from './operation.ts'

export type SendOptions = {
  /** Required by every operation that changes something; the id of what a create makes. */
  idempotencyKey?: string
  signal?: AbortSignal
  /** Sent as the till itself, whoever is signed in at it: by its key, without the session. */
  asDevice?: boolean
}

type Scalar = string | number | boolean
type FlatInput = Record<string, unknown>
type Request = { url: string; body: BodyInit | undefined; contentType: string | undefined }

let language = 'zh-CN'

/** The language in which refusals are worded. */
export function setApiLanguage(locale: string): void {
  language = locale
}

/** When an answer was given by the server's clock, to the second, and when it was asked for and came by this device's. */
export type ServerMoment = { serverAt: number; askedAt: number; answeredAt: number }

let tellMoment: ((moment: ServerMoment) => void) | null = null

/** Tells of the time that each answer carries, for whoever compares the clocks. */
export function onServerMoment(listener: (moment: ServerMoment) => void): void {
  tellMoment = listener
}

function tellMomentOf({ headers }: Response, askedAt: number): void {
  const serverAt = Date.parse(headers.get('date') ?? '')
  if (!Number.isNaN(serverAt)) tellMoment?.({ serverAt, askedAt, answeredAt: Date.now() })
}

/** Splits a flat input into path, query string and body as the operation takes them. */
export function requestOf(operation: AnyOperation, input: FlatInput): Request {
  const rest = { ...input }
  const path = operation.path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = rest[name]
    if (value === undefined || value === null || value === '') throw new TypeError(`${operation.path} needs ${name}`)
    delete rest[name]
    return encodeURIComponent(value as Scalar)
  })

  const query = new URLSearchParams()
  const inQuery = operation.method === 'GET' ? Object.keys(rest) : (operation.options.query ?? [])
  for (const name of inQuery) {
    const value = rest[name]
    delete rest[name]
    if (value === undefined || value === null || value === '') continue
    for (const one of Array.isArray(value) ? value : [value]) query.append(name, String(one))
  }
  const url = query.size > 0 ? `${path}?${query}` : path

  if (operation.options.binary) {
    const content = rest['content'] as Blob
    return { url, body: content, contentType: content.type || 'application/octet-stream' }
  }
  const hasBody = operation.method !== 'GET' && Object.keys(rest).length > 0
  return {
    url,
    body: hasBody ? JSON.stringify(rest) : undefined,
    contentType: hasBody ? 'application/json' : undefined,
  }
}

/** The address of a GET operation, for a link that downloads. */
export function hrefOf<O extends AnyOperation>(operation: O, input: InputOf<O>): string {
  return requestOf(operation, input).url
}

/**
 * Sends one request and returns its answer, or throws `ApiRefusal` or `ApiUnreachable`.
 *
 * The session travels as a same-site cookie. `X-Requested-With` proves that a script of this origin made the request:
 * a form on another site cannot set it.
 */
export async function send<O extends AnyOperation>(
  operation: O,
  input: InputOf<O>,
  { idempotencyKey, signal, asDevice = false }: SendOptions = {},
): Promise<ResponseOf<O>> {
  const { url, body, contentType } = requestOf(operation, input)
  const headers = new Headers({
    accept: 'application/json',
    'accept-language': language,
    'x-requested-with': 'regulars',
  })
  if (contentType) headers.set('content-type', contentType)
  const till = deviceKey()
  if (till) headers.set('x-device-key', till)
  if (idempotencyKey) headers.set('idempotency-key', idempotencyKey)

  const credentials = asDevice ? 'omit' : 'same-origin'
  const init: RequestInit = { method: operation.method, headers, credentials, cache: 'no-store' }
  const askedAt = Date.now()
  const response = await fetch(url, { ...init, body: body ?? null, signal: signal ?? null }).catch((cause: unknown) => {
    if (signal?.aborted) throw cause
    throw new ApiUnreachable(null, cause)
  })
  tellMomentOf(response, askedAt)
  if (!response.ok) throw await readFailure(response)
  if (response.status === 204) return undefined as ResponseOf<O>
  // A file: codes, a printed list. Its operation answers a Blob.
  if (response.headers.get('content-type')?.startsWith('text/plain')) return (await response.blob()) as ResponseOf<O>
  // A line that breaks in the middle of an answer: nothing is known of the effect, as if none had come.
  return (await response.json().catch((cause: unknown) => {
    if (signal?.aborted) throw cause
    throw new ApiUnreachable(null, cause)
  })) as ResponseOf<O>
}
