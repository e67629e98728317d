import type { FastifyReply, FastifyRequest } from 'fastify'
import { isUuid, newId } from '#shared/ids.ts'
import { absoluteSeconds, memberAbsoluteSeconds } from './session-rules.ts'

const browserSeconds = 400 * 86_400 // As long as browsers keep a cookie at most.

/** Bound to the host and to HTTPS where there is HTTPS (ASVS 3.3). */
export function sessionCookieName(secure: boolean): string {
  return secure ? '__Host-regulars_session' : 'regulars_session'
}

/** A member's own cookie: the owner of a shop may be its member too, in one browser. */
export function memberCookieName(secure: boolean): string {
  return secure ? '__Host-regulars_member' : 'regulars_member'
}

function browserCookieName(secure: boolean): string {
  return secure ? '__Host-regulars_browser' : 'regulars_browser'
}

const shared = { path: '/', httpOnly: true, sameSite: 'strict' } as const

export function setSessionCookie(reply: FastifyReply, secure: boolean, token: string): void {
  void reply.setCookie(sessionCookieName(secure), token, { ...shared, secure, maxAge: absoluteSeconds })
}

export function clearSessionCookie(reply: FastifyReply, secure: boolean): void {
  void reply.clearCookie(sessionCookieName(secure), { ...shared, secure })
}

export function setMemberCookie(reply: FastifyReply, secure: boolean, token: string): void {
  void reply.setCookie(memberCookieName(secure), token, { ...shared, secure, maxAge: memberAbsoluteSeconds })
}

export function clearMemberCookie(reply: FastifyReply, secure: boolean): void {
  void reply.clearCookie(memberCookieName(secure), { ...shared, secure })
}

/** What tells this browser from others when tries are counted; it proves nothing and opens nothing. */
export function browserOf(request: FastifyRequest, secure: boolean): string | null {
  const value = request.cookies[browserCookieName(secure)]
  return value && isUuid(value) ? value : null
}

/** Gives the browser its mark, if it has none, and returns it. */
export function markBrowser(request: FastifyRequest, reply: FastifyReply, secure: boolean): string {
  const browser = browserOf(request, secure) ?? newId()
  void reply.setCookie(browserCookieName(secure), browser, { ...shared, secure, maxAge: browserSeconds })
  return browser
}
