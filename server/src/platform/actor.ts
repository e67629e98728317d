import { type Refusal, refuse } from '#shared/refusal.ts'

/** Who does something. Permissions are codes `<module>.<verb>`; `storeIds` null means every store of the merchant. */
export type Actor =
  | {
      kind: 'staff'
      userId: string
      sessionId: string
      permissions: ReadonlySet<string>
      storeIds: readonly string[] | null
      deviceId: string | null
      ip: string | null
    }
  | { kind: 'member'; memberId: string; sessionId: string; ip: string | null }
  | { kind: 'integration'; keyId: string; permissions: ReadonlySet<string>; ip: string | null }
  | { kind: 'device'; deviceId: string; storeId: string; ip: string | null }
  | { kind: 'system'; name: string }

export type ActorKind = Actor['kind']

/** The id that audit lines and events name. */
export function actorId(actor: Actor): string | null {
  switch (actor.kind) {
    case 'staff':
      return actor.userId
    case 'member':
      return actor.memberId
    case 'integration':
      return actor.keyId
    case 'device':
      return actor.deviceId
    case 'system':
      return null
  }
}

/** What is kept of an actor in logs that outlive sessions. */
export function actorRecord(actor: Actor): { kind: ActorKind; id: string | null; name?: string; deviceId?: string } {
  return {
    kind: actor.kind,
    id: actorId(actor),
    ...(actor.kind === 'system' ? { name: actor.name } : {}),
    ...(actor.kind === 'staff' && actor.deviceId ? { deviceId: actor.deviceId } : {}),
  }
}

export function actorMay(actor: Actor, permission: string): boolean {
  if (actor.kind === 'system') return true
  if (actor.kind === 'staff' || actor.kind === 'integration') return actor.permissions.has(permission)
  return false
}

/** The stores that an actor works in; null is every store. */
export function storesOf(actor: Actor): readonly string[] | null {
  if (actor.kind === 'staff') return actor.storeIds
  if (actor.kind === 'device') return [actor.storeId]
  return null
}

/** Refuses a store outside the actor's scope. */
export function refuseForeignStore(actor: Actor, storeId: string): Refusal<'store_not_allowed'> | undefined {
  const stores = storesOf(actor)
  return stores === null || stores.includes(storeId) ? undefined : refuse('store_not_allowed', { storeId })
}
