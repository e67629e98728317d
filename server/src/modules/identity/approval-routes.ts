import type { Static } from 'typebox'
import { refusals, type App } from '#platform/http.ts'
import { Refused } from '#shared/refusal.ts'
import { approve } from './approve.ts'
import * as contract from './contract.ts'
import type { Identity } from './identity.ts'
import { checkPinOf } from './pin-sign-in.ts'
import { provePerson } from './sign-in.ts'
import { staffOf } from './sign-in-routes.ts'

type Manager = Static<typeof contract.ApprovalCreate>['manager']

/** A manager's yes at the cashier's screen. */
export async function approvalRoutes(app: App, { identity }: { identity: Identity }) {
  /** Proves who the manager is. A PIN proves it only at a bound till; the password anywhere. */
  async function prove(manager: Manager, at: { merchantId: string; deviceId: string | null; ip: string; time: Date }) {
    const { merchantId } = at
    if ('pin' in manager) {
      if (!at.deviceId) throw new Refused('device_needed')
      await checkPinOf(identity, { merchantId, ...manager }, at.time)
      return manager.userId
    }
    return provePerson(identity, { merchantId, ip: at.ip, ...manager }, at.time)
  }

  app.post(
    '/approvals',
    {
      config: {
        access: ['staff'],
        idempotent: { without: 'holds a password or PIN; the id in the body is used once' },
        triesPerMinute: 30,
      },
      schema: {
        operationId: 'approvalCreate',
        body: contract.ApprovalCreate,
        response: {
          201: contract.ApprovalAnswer,
          ...refusals(
            'approver_not_allowed',
            'approval_used',
            'pin_wrong',
            'pin_locked_out',
            'device_needed',
            'approver_unproved',
            'totp_needed',
            'totp_wrong',
            'too_many_requests',
          ),
        },
      },
    },
    async (request, reply) => {
      const { manager, storeId, ...input } = request.body
      const { merchantId, deviceId } = staffOf(request)
      const approvedBy = await prove(manager, { merchantId, deviceId, ip: request.ip, time: request.at })
      const { expiresAt, approvalId } = await request.inTransaction((work) =>
        approve(work, { ...input, storeId: storeId ?? null, approvedBy }),
      )
      return reply.code(201).send({ approvalId, approvedBy, expiresAt: expiresAt.toISOString() })
    },
  )
}
