import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import type {
  FastifyBaseLogger,
  FastifyInstance,
  FastifyRequest,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify'
import { Type } from 'typebox'
import { isUuid } from '#shared/ids.ts'
import { Refused } from '#shared/refusal.ts'
import type { Actor, ActorKind } from './actor.ts'
import type { Lanes } from './lane.ts'
import type { Work } from './work.ts'

/** The Fastify instance that a module's `routes.ts` adds its routes to. */
export type App = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>

/** What every route declares: who may call it, and how a mutating one is made safe to retry. */
export type RouteRules = {
  /** `<module>.<verb>`: staff and integrations need it. */
  permission?: string
  /** In place of a permission: anyone, or any caller of these kinds. */
  access?: 'public' | readonly ActorKind[]
  /** Kinds that may call beside those holding the permission, e.g. a member about itself. */
  alsoFor?: readonly ActorKind[]
  /** A mutating route requires `Idempotency-Key` and stores its answer; or the reason why it needs none. */
  idempotent?: true | { without: string }
  /**
   * Somebody stands and waits for this command, which touches rows by their keys alone: its key is taken in the flight of what it asks
   * for first, and its plans are kept (`inTransaction`).
   */
  isAtCounter?: true
  /** Tries per minute from one address, beyond the general limit: sign-in, codes. */
  triesPerMinute?: number
}

declare module 'fastify' {
  interface FastifyContextConfig extends RouteRules {}
  interface FastifyRequest {
    caller: Caller | null
    /** The time of this request; everything it does happens at it. */
    at: Date
    /** Runs a command in one transaction; with `idempotent: true` the same key gives the stored answer. */
    inTransaction<T>(body: (work: Work) => Promise<T>): Promise<T>
    /** Reads in one transaction of the caller's merchant. */
    read<T>(body: (work: Work) => Promise<T>): Promise<T>
    /** Reads for a public route whose token proved the merchant. */
    readFor<T>(merchantId: string, body: (work: Work) => Promise<T>): Promise<T>
    /** Sends a command through its lane (ARCHITECTURE section 9). */
    inLane<Input, Answer>(lanes: Lanes<Input, Answer>, input: Input): Promise<Answer>
  }
}

/** The id of the record that this request makes: its `Idempotency-Key`. */
export function recordId(request: FastifyRequest): string {
  const key = request.headers['idempotency-key']
  if (typeof key !== 'string' || !isUuid(key)) throw new Refused('invalid_key')
  return key
}

/** Who calls, for which merchant. */
export type Caller = { merchantId: string; actor: Actor }

/** The only place that knows HTTP: refusal code → status. */
export function statusOfRefusal(code: string): number {
  if (code === 'not_signed_in' || code === 'sign_in_failed' || code === 'totp_needed' || code === 'totp_wrong')
    return 401
  if (code.endsWith('_not_found')) return 404
  if (code === 'not_allowed' || code.endsWith('approval_needed') || code === 'store_not_allowed') return 403
  if (code.startsWith('invalid_')) return 400
  if (code === 'key_reused') return 422
  if (code === 'too_many_requests' || code.endsWith('_locked_out')) return 429
  if (code === 'body_too_large' || code === 'file_too_large') return 413
  return 409
}

/** The body of every error (RFC 9457). `code` is what the client knows, `detail` a sentence in the caller's language. */
export function Problem(codes: readonly string[]) {
  return Type.Object({
    type: Type.String(),
    title: Type.String(),
    status: Type.Integer(),
    code: codes.length === 1 ? Type.Literal(codes[0]!) : Type.Union(codes.map((code) => Type.Literal(code))),
    detail: Type.String(),
    details: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
  })
}

/** Declares the refusals of a route: `response: { 201: Sale, ...refusals('member_not_found', 'quote_changed') }`. */
export function refusals(...codes: string[]): Record<number, ReturnType<typeof Problem>> {
  const byStatus = new Map<number, string[]>()
  for (const code of codes) {
    const status = statusOfRefusal(code)
    byStatus.set(status, [...(byStatus.get(status) ?? []), code])
  }
  return Object.fromEntries([...byStatus].map(([status, group]) => [status, Problem(group)]))
}

/** The refusal codes that a route declared; the suite checks that each has its sentence. */
export function declaredRefusals(response: Record<string, unknown> | undefined): string[] {
  const codes: string[] = []
  for (const [status, schema] of Object.entries(response ?? {})) {
    if (Number(status) < 400) continue // a product has a code, too
    const code = (schema as { properties?: { code?: { const?: string; anyOf?: { const: string }[] } } }).properties
      ?.code
    if (code?.const) codes.push(code.const)
    for (const each of code?.anyOf ?? []) codes.push(each.const)
  }
  return codes
}
