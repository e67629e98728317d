/** The server's "no", from its problem+json answer: a code to decide by and a sentence to show. */
export class ApiRefusal extends Error {
  override name = 'ApiRefusal'
  readonly code: string
  /** What happened, in the reader's language. */
  readonly detail: string
  readonly details: Readonly<Record<string, unknown>>
  readonly status: number

  constructor(answer: { code: string; detail: string; details: Record<string, unknown>; status: number }) {
    super(`${answer.status} ${answer.code}`)
    this.code = answer.code
    this.detail = answer.detail
    this.details = answer.details
    this.status = answer.status
  }

  /** The field that the refusal is about, so that a form can say it there. */
  get field(): string | null {
    const field = this.details['field']
    return typeof field === 'string' && field !== '' ? field : null
  }

  /** What is wrong, for the field that it is said at: there its name need not be repeated. */
  get sentenceAtField(): string {
    const sentence = this.details['sentence']
    return typeof sentence === 'string' ? sentence : this.detail
  }
}

/** No answer that can be trusted: the line is down or the server failed. Nothing is known of the effect; try again. */
export class ApiUnreachable extends Error {
  override name = 'ApiUnreachable'
  readonly status: number | null
  /** What the server says that a person must do before trying again; null: trying again may do. */
  readonly advice: string | null

  constructor(status: number | null, cause?: unknown, advice: string | null = null) {
    super(status === null ? 'no answer' : `failed with ${status}`, { cause })
    this.status = status
    this.advice = advice
  }
}

/** Reads a failed answer: problem+json is a refusal, anything else (a proxy's page, a crash) is unreachable. */
export async function readFailure(response: Response): Promise<ApiRefusal | ApiUnreachable> {
  const isProblem = (response.headers.get('content-type') ?? '').includes('json')
  const body: unknown = isProblem ? await response.json().catch(() => null) : null
  if (typeof body !== 'object' || body === null || !('code' in body) || typeof body.code !== 'string') {
    return new ApiUnreachable(response.status)
  }
  const detail = 'detail' in body && typeof body.detail === 'string' ? body.detail : body.code
  if (response.status >= 500)
    return new ApiUnreachable(response.status, body, body.code === 'disk_full' ? detail : null)
  return new ApiRefusal({
    code: body.code,
    detail,
    details:
      'details' in body && typeof body.details === 'object' && body.details !== null
        ? (body.details as Record<string, unknown>)
        : {},
    status: response.status,
  })
}
