import { isIPv6 } from 'node:net'
import type { FastifyRequest } from 'fastify'
import { Refused } from '#shared/refusal.ts'
import { actorId } from './actor.ts'
import type { Caller, RouteRules } from './http.ts'
import { rateLimited } from './metrics.ts'
import { TokenBuckets } from './token-buckets.ts'

/** Sparing for strangers, so generous for those signed in that only a runaway program meets it: a till is never slowed. */
const anonymousLimit = { capacity: 240, perSecond: 4 }
const callerLimit = { capacity: 10_000, perSecond: 2_000 }

export type RequestLimits = { check(request: FastifyRequest, rules: RouteRules, caller: Caller | null): void }

/**
 * Limits of one process. Strangers share a bucket per address; whoever is signed in has one of their own, so public traffic
 * from the shop's own network does not slow its tills. `triesPerMinute` of a route counts on top in the same way: by address for
 * strangers, by till or person for whoever is signed in, so that one busy till of a store does not use up the tries of the next.
 */
export function requestLimits(nowMs: () => number = () => performance.now()): RequestLimits {
  const anonymous = new TokenBuckets(anonymousLimit)
  const callers = new TokenBuckets(callerLimit)
  const tries = new Map<number, TokenBuckets>()

  const refuse = (limit: string, seconds: number): never => {
    rateLimited.inc({ limit })
    throw new Refused('too_many_requests', { seconds })
  }
  return {
    check(request, { triesPerMinute }, caller) {
      const address = addressKey(request.ip)
      if (triesPerMinute) {
        let buckets = tries.get(triesPerMinute)
        if (!buckets) {
          buckets = new TokenBuckets({ capacity: triesPerMinute, perSecond: triesPerMinute / 60 })
          tries.set(triesPerMinute, buckets)
        }
        const who = caller ? triesKey(caller) : address
        const seconds = buckets.take(`${request.method} ${request.routeOptions.url} ${who}`, nowMs())
        if (seconds > 0) refuse('route', seconds)
      }
      const seconds = caller ? callers.take(callerKey(caller), nowMs()) : anonymous.take(address, nowMs())
      if (seconds > 0) refuse(caller ? 'caller' : 'address', seconds)
    },
  }
}

/** The till, whoever stands at it; elsewhere the person or the program. */
function triesKey(caller: Caller): string {
  const { merchantId, actor } = caller
  return actor.kind === 'staff' && actor.deviceId ? `${merchantId} till ${actor.deviceId}` : callerKey(caller)
}

function callerKey({ merchantId, actor }: Caller): string {
  return `${merchantId} ${actor.kind} ${actorId(actor) ?? ''}`
}

/** An IPv6 address stands for its /64: that much belongs to one connection. */
function addressKey(ip: string): string {
  if (!isIPv6(ip)) return ip
  const v4 = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(ip)
  if (v4) return v4[1]!
  const [head = '', tail = ''] = ip.split('::')
  const left = head === '' ? [] : head.split(':')
  const right = tail === '' ? [] : tail.split(':')
  const missing = ip.includes('::') ? 8 - left.length - right.length : 0
  return [...left, ...Array.from({ length: missing }, () => '0'), ...right].slice(0, 4).join(':')
}
