import type { FastifyRequest } from 'fastify'
import type { Database } from '#platform/db.ts'
import type { Caller, RouteRules } from '#platform/http.ts'
import { inTransaction } from '#platform/transaction.ts'
import type { Work } from '#platform/work.ts'
import { Refused } from '#shared/refusal.ts'
import { readApiKey, touchApiKey } from './api-key-queries.ts'
import { memberCookieName, sessionCookieName } from './cookies.ts'
import { type Credential, type CredentialKind, credentialHash, findCredential } from './credential-queries.ts'
import { readDevice, touchDevice } from './device-queries.ts'
import { readMemberSession, touchMemberSession } from './member-session-queries.ts'
import { allPermissions } from './permission-rules.ts'
import { readSessionOwner, touchSession } from './session-queries.ts'
import { isSessionLive, memberIdleSeconds, touchSeconds } from './session-rules.ts'

/** How long a caller may be remembered: what is revoked elsewhere is refused here within this time. */
const rememberedMs = 500
const mostRemembered = 5_000

/** The member whose session this is now: itself, the one it was merged into, or null when erased. */
export type StandingMember = (work: Work, memberId: string) => Promise<string | null>

type Remembered = { until: number; at: number; caller: Promise<Caller | null> }

/**
 * Finds out who calls: an API key (`Authorization: Bearer`), else a staff session (cookie), else a till (`X-Device-Key`), else a
 * member's session (a cookie of its own). A route for members alone asks for the member first: a shop's people are members too.
 *
 * A caller is remembered for half a second, so that a busy till asks the database twice a second and not per request; calls
 * that arrive together share one look-up. Process-local changes are forgotten at once.
 */
export class Authenticator {
  readonly #database: Database
  readonly #sessionCookie: string
  readonly #memberCookie: string
  readonly #standingMember: StandingMember
  /** Which merchant and subject a hash stands for never changes; whether it still holds is read every time. */
  readonly #credentials = new Map<string, Credential>()
  readonly #callers = new Map<string, Remembered>()

  constructor(options: { database: Database; secure: boolean; standingMember: StandingMember }) {
    this.#database = options.database
    this.#sessionCookie = sessionCookieName(options.secure)
    this.#memberCookie = memberCookieName(options.secure)
    this.#standingMember = options.standingMember
  }

  /** After a change to users, roles, sessions, keys or devices. */
  forget(): void {
    this.#callers.clear()
  }

  async authenticate(request: FastifyRequest): Promise<Caller | null> {
    const { authorization } = request.headers
    const bearer = authorization ? /^Bearer ([A-Za-z0-9_-]{20,200})$/.exec(authorization)?.[1] : undefined
    if (bearer) return this.#remembered('api_key', bearer, request)
    const staff = () => this.#bySession('session', request.cookies[this.#sessionCookie], request)
    const member = () => this.#bySession('member_session', request.cookies[this.#memberCookie], request)
    if (isForMembers(request)) return (await member()) ?? (await staff()) ?? this.#device(request)
    return (await staff()) ?? (await this.#device(request)) ?? member()
  }

  async #bySession(kind: 'session' | 'member_session', token: string | undefined, request: FastifyRequest) {
    if (!token) return null
    const caller = await this.#remembered(kind, token, request)
    if (caller) refuseForged(request)
    return caller
  }

  /** The till whose key the request carries, whoever is signed in at it. */
  async authenticateDevice(request: FastifyRequest) {
    const caller = await this.#device(request)
    if (caller?.actor.kind !== 'device') return null
    return { merchantId: caller.merchantId, deviceId: caller.actor.deviceId, storeId: caller.actor.storeId }
  }

  async #device(request: FastifyRequest): Promise<Caller | null> {
    const deviceKey = request.headers['x-device-key']
    return typeof deviceKey === 'string' ? this.#remembered('device', deviceKey, request) : null
  }

  #remembered(kind: CredentialKind, secret: string, request: FastifyRequest): Promise<Caller | null> {
    if (secret.length > 200) return Promise.resolve(null)
    const hash = credentialHash(this.#database.keys, kind, secret)
    const ip = request.ip
    const key = `${kind} ${hash.toString('base64')} ${ip}`
    const now = performance.now()
    const at = request.at.getTime()
    const known = this.#callers.get(key)
    // By both clocks: a moved business clock must not keep anybody signed in.
    if (known && known.until > now && Math.abs(at - known.at) < rememberedMs) return known.caller
    if (this.#callers.size >= mostRemembered) this.#callers.clear()
    const caller = this.#read(kind, hash, request.at, ip)
    this.#callers.set(key, { until: now + rememberedMs, at, caller })
    caller.then(
      // Nobody is not remembered: a guess must not fill the memory.
      (found) => found ?? this.#callers.delete(key),
      () => this.#callers.delete(key),
    )
    return caller
  }

  async #read(kind: CredentialKind, hash: Buffer, at: Date, ip: string): Promise<Caller | null> {
    const name = `${kind} ${hash.toString('base64')}`
    const credential = this.#credentials.get(name) ?? (await findCredential(this.#database, kind, hash))
    if (!credential) return null
    if (this.#credentials.size >= mostRemembered) this.#credentials.clear()
    this.#credentials.set(name, credential)
    const { merchantId, subjectId } = credential
    const actor = { kind: 'system', name: 'sign-in' } as const
    return inTransaction(this.#database, { merchantId, actor, at }, async (work) => {
      if (kind === 'session') return asStaff(await staffOf(work, subjectId), merchantId, ip)
      if (kind === 'member_session') return this.#asMember(work, subjectId, ip)
      if (kind === 'api_key') {
        const key = await readApiKey(work, subjectId)
        if (!key || key.revokedAt || (key.expiresAt && key.expiresAt <= at)) return null
        if (isStale(key.lastUsedAt, at)) await touchApiKey(work, subjectId)
        return {
          merchantId,
          actor: { kind: 'integration', keyId: subjectId, permissions: new Set(key.permissions), ip },
        }
      }
      const device = await readDevice(work, subjectId)
      if (!device || device.revokedAt) return null
      if (isStale(device.lastSeenAt, at)) await touchDevice(work, subjectId)
      return { merchantId, actor: { kind: 'device', deviceId: subjectId, storeId: device.storeId, ip } }
    })
  }

  async #asMember(work: Work, sessionId: string, ip: string): Promise<Caller | null> {
    const session = await readMemberSession(work, sessionId)
    if (!session || !isSessionLive({ ...session, idleSeconds: memberIdleSeconds }, work.at)) return null
    const memberId = await this.#standingMember(work, session.memberId)
    if (memberId === null) return null
    if (isStale(session.lastSeenAt, work.at)) await touchMemberSession(work, sessionId)
    return { merchantId: work.merchantId, actor: { kind: 'member', memberId, sessionId, ip } }
  }
}

function isForMembers(request: FastifyRequest): boolean {
  const { access } = request.routeOptions.config as RouteRules
  return Array.isArray(access) && access.length === 1 && access[0] === 'member'
}

function isStale(lastAt: Date | null, at: Date): boolean {
  return !lastAt || at.getTime() - lastAt.getTime() >= touchSeconds * 1000
}

async function staffOf(work: Parameters<typeof readSessionOwner>[0], sessionId: string) {
  const owner = await readSessionOwner(work, sessionId)
  if (!owner || owner.isDisabled || owner.isDeviceRevoked || !isSessionLive(owner, work.at)) return null
  if (isStale(owner.lastSeenAt, work.at)) {
    await touchSession(work, sessionId)
    if (owner.deviceId) await touchDevice(work, owner.deviceId)
  }
  return owner
}

function asStaff(owner: Awaited<ReturnType<typeof staffOf>>, merchantId: string, ip: string): Caller | null {
  if (!owner) return null
  // Until a password given by somebody else is replaced by an own one, the account may do nothing else.
  const codes = owner.mustChangePassword ? [] : owner.isOwner ? allPermissions : owner.permissions
  return {
    merchantId,
    actor: {
      kind: 'staff',
      userId: owner.userId,
      sessionId: owner.sessionId,
      permissions: new Set(codes),
      storeIds: owner.everyStore ? null : owner.storeIds,
      deviceId: owner.deviceId,
      ip,
    },
  }
}

const reading = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Refuses a change that a page of another site could have caused: the cookie travels by itself, this header does not.
 */
export function refuseForged(request: FastifyRequest): void {
  if (reading.has(request.method)) return
  const site = request.headers['sec-fetch-site']
  const isForeign = site !== undefined && site !== 'same-origin' && site !== 'none'
  if (isForeign || request.headers['x-requested-with'] !== 'regulars')
    throw new Refused('not_allowed', { missing: 'x-requested-with' })
}
