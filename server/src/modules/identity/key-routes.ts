import { refusals, type App } from '#platform/http.ts'
import { storesOf } from '#platform/actor.ts'
import { inRetriedTransaction } from '#platform/transaction.ts'
import { Refused } from '#shared/refusal.ts'
import { type ApiKeyRow, readApiKeys } from './api-key-queries.ts'
import * as contract from './contract.ts'
import { createApiKey, revokeApiKey } from './create-api-key.ts'
import { type DeviceRow, readDevices } from './device-queries.ts'
import type { Identity } from './identity.ts'
import { deviceFacts, registerDevice, revokeDevice } from './register-device.ts'
import { readTillUsers } from './user-queries.ts'

const secretOnce = {
  without: 'the answer holds a secret, which is never stored; the id in the body is used once',
} as const

function deviceView({ id, storeId, number, name, registeredAt, lastSeenAt, revokedAt }: DeviceRow) {
  return {
    ...{ id, storeId, number, name },
    registeredAt: registeredAt.toISOString(),
    lastSeenAt: lastSeenAt?.toISOString() ?? null,
    revokedAt: revokedAt?.toISOString() ?? null,
  }
}

function apiKeyView({ id, name, keyStart, permissions, createdAt, expiresAt, lastUsedAt, revokedAt }: ApiKeyRow) {
  return {
    ...{ id, name, keyStart, permissions },
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt?.toISOString() ?? null,
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
    revokedAt: revokedAt?.toISOString() ?? null,
  }
}

/** Keys that stand for a till or a program. */
export async function keyRoutes(app: App, { identity }: { identity: Identity }) {
  app.get(
    '/devices',
    {
      config: { permission: 'devices.manage' },
      schema: { operationId: 'deviceList', response: { 200: contract.DeviceList } },
    },
    async (request) => {
      const devices = await request.read((work) => readDevices(work, storesOf(work.actor)))
      return { items: devices.map(deviceView) }
    },
  )

  app.post(
    '/devices',
    {
      config: { permission: 'devices.manage', idempotent: secretOnce },
      schema: {
        operationId: 'deviceCreate',
        body: contract.DeviceCreate,
        response: {
          201: contract.DeviceKey,
          ...refusals('device_exists', 'store_not_found', 'store_not_allowed', 'store_closed'),
        },
      },
    },
    async (request, reply) =>
      reply.code(201).send(await request.inTransaction((work) => registerDevice(work, identity.keys, request.body))),
  )

  app.post(
    '/devices/:deviceId/revocation',
    {
      config: { permission: 'devices.manage', idempotent: true },
      schema: {
        operationId: 'deviceRevocationCreate',
        params: contract.DeviceParams,
        response: { 200: contract.DeviceAnswer, ...refusals('device_not_found', 'store_not_allowed') },
      },
    },
    async (request) => request.inTransaction((work) => revokeDevice(work, request.params)),
  )

  app.get(
    '/till',
    {
      config: { access: 'public' },
      schema: { operationId: 'tillGet', response: { 200: contract.TillState, ...refusals('device_needed') } },
    },
    async (request) => {
      const till = await identity.authenticator.authenticateDevice(request)
      if (!till) throw new Refused('device_needed')
      const { merchantId, deviceId, storeId } = till
      const actor = { kind: 'device', deviceId, storeId, ip: request.ip } as const
      return inRetriedTransaction(identity.database, { merchantId, actor, at: request.at }, async (work) => ({
        device: await deviceFacts(work, deviceId),
        users: await readTillUsers(work, storeId),
      }))
    },
  )

  app.get(
    '/api-keys',
    {
      config: { permission: 'api_keys.manage' },
      schema: { operationId: 'apiKeyList', response: { 200: contract.ApiKeyList } },
    },
    async (request) => {
      const keys = await request.read(readApiKeys)
      return { items: keys.map(apiKeyView) }
    },
  )

  app.post(
    '/api-keys',
    {
      config: { permission: 'api_keys.manage', idempotent: secretOnce },
      schema: {
        operationId: 'apiKeyCreate',
        body: contract.ApiKeyCreate,
        response: {
          201: contract.ApiKeySecret,
          ...refusals('api_key_exists', 'grant_exceeds_own', 'invalid_permission'),
        },
      },
    },
    async (request, reply) => {
      const { expiresAt, ...input } = request.body
      const key = { ...input, expiresAt: expiresAt ? new Date(expiresAt) : null }
      return reply.code(201).send(await request.inTransaction((work) => createApiKey(work, identity.keys, key)))
    },
  )

  app.post(
    '/api-keys/:keyId/revocation',
    {
      config: { permission: 'api_keys.manage', idempotent: true },
      schema: {
        operationId: 'apiKeyRevocationCreate',
        params: contract.ApiKeyParams,
        response: { 200: contract.ApiKeyAnswer, ...refusals('api_key_not_found') },
      },
    },
    async (request) => request.inTransaction((work) => revokeApiKey(work, request.params)),
  )
}
