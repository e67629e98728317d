import type { KeyRing } from '#platform/secrets.ts'
import type { Work } from '#platform/work.ts'
import { accept, Refused } from '#shared/refusal.ts'
import { insertApiKey, markApiKeyRevoked } from './api-key-queries.ts'
import { addCredential, credentialHash, newSecret, removeCredentials } from './credential-queries.ts'
import { checkGrant, checkPermissions } from './role-rules.ts'

/**
 * Makes a key for a program. Returned once; kept as a keyed hash and its first characters, by which people tell keys apart.
 *
 * Refuses scopes that the actor does not hold, and an id that was used.
 */
export async function createApiKey(
  work: Work,
  keys: KeyRing,
  input: { keyId: string; name: string; permissions: readonly string[]; expiresAt: Date | null },
) {
  const permissions = accept(checkPermissions(input.permissions))
  const { actor } = work
  if (actor.kind !== 'system') accept(checkGrant(actor.kind === 'staff' ? actor.permissions : new Set(), permissions))
  const apiKey = `rk_${newSecret()}`
  const keyHash = credentialHash(keys, 'api_key', apiKey)
  const createdBy = actor.kind === 'staff' ? actor.userId : null
  const { keyId: id, name, expiresAt } = input
  const row = { id, name, keyStart: apiKey.slice(0, 9), permissions, createdBy, expiresAt, keyHash }
  if (!(await insertApiKey(work, row))) throw new Refused('api_key_exists')
  await addCredential(work, 'api_key', keyHash, id)
  const changes = { name: [null, name], permissions: [null, permissions], expiresAt: [null, expiresAt] } as const
  work.audit({ action: 'api_key.create', subject: { kind: 'api_key', id }, changes })
  return { keyId: id, apiKey }
}

/** Ends a key at once. Refuses one that is unknown or revoked already. */
export async function revokeApiKey(work: Work, { keyId }: { keyId: string }) {
  const { keyHash } = accept(await markApiKeyRevoked(work, keyId))
  await removeCredentials(work, 'api_key', [keyHash])
  work.audit({
    action: 'api_key.revoke',
    subject: { kind: 'api_key', id: keyId },
    changes: { revokedAt: [null, work.at] },
  })
  return { keyId }
}
