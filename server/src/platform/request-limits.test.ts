import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { FastifyRequest } from 'fastify'
import { newId } from '#shared/ids.ts'
import { staffActor } from '#testing/work.ts'
import type { Caller, RouteRules } from './http.ts'
import { requestLimits } from './request-limits.ts'

const rules = { triesPerMinute: 3 } as RouteRules
const merchantId = newId()

/** How many of ten tries at once are let through. */
function let10(limits: ReturnType<typeof requestLimits>, caller: Caller | null, ip = '10.0.0.1'): number {
  const request = { ip, method: 'POST', routeOptions: { url: '/codes' } } as unknown as FastifyRequest
  return Array.from({ length: 10 }, () => {
    try {
      limits.check(request, rules, caller)
      return 1
    } catch {
      return 0
    }
  }).reduce<number>((sum, one) => sum + one, 0)
}

const at = (deviceId: string | null): Caller => {
  const actor = staffActor(['sale.sell'])
  assert.ok(actor.kind === 'staff')
  return { merchantId, actor: { ...actor, deviceId } }
}

test('two tills behind one address each have their own tries, whoever stands at them', () => {
  const limits = requestLimits(() => 0)
  const [first, second] = [newId(), newId()]
  assert.equal(let10(limits, at(first)), 3)
  assert.equal(let10(limits, at(second)), 3)
  assert.equal(let10(limits, at(first)), 0, 'the next cashier at the same till does not begin anew')
  assert.equal(let10(limits, at(null)), 3)
})

test('strangers share the tries of their address, and take none from the tills behind it', () => {
  const limits = requestLimits(() => 0)
  assert.equal(let10(limits, null), 3)
  assert.equal(let10(limits, null), 0)
  assert.equal(let10(limits, null, '10.0.0.2'), 3)
  assert.equal(let10(limits, at(newId())), 3)
})
