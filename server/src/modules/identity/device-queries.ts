import { sql } from 'kysely'
import type { Work } from '#platform/work.ts'
import { refuse } from '#shared/refusal.ts'

export type DeviceRow = {
  id: string
  storeId: string
  number: number
  name: string
  registeredBy: string | null
  registeredAt: Date
  lastSeenAt: Date | null
  revokedAt: Date | null
}

const columns = ['id', 'storeId', 'number', 'name', 'registeredBy', 'registeredAt', 'lastSeenAt', 'revokedAt'] as const

export async function readDevice({ tx, merchantId }: Work, deviceId: string): Promise<DeviceRow | undefined> {
  return await tx
    .selectFrom('identity.device')
    .select(columns)
    .where('merchantId', '=', merchantId)
    .where('id', '=', deviceId)
    .executeTakeFirst()
}

export async function readDevices({ tx, merchantId }: Work, storeIds: readonly string[] | null): Promise<DeviceRow[]> {
  let query = tx
    .selectFrom('identity.device')
    .select(columns)
    .where('merchantId', '=', merchantId)
    .orderBy('storeId')
    .orderBy('number')
  if (storeIds) query = query.where(sql<boolean>`store_id = any(${[...storeIds]}::uuid[])`)
  return await query.execute()
}

export async function nextDeviceNumber({ tx, merchantId }: Work, storeId: string): Promise<number> {
  const { rows } = await sql<{ next: number }>`
    select coalesce(max(number), 0) + 1 as next from identity.device
     where merchant_id = ${merchantId} and store_id = ${storeId}`.execute(tx)
  return rows[0]!.next
}

/** False when the id is taken: the same request came twice. */
export async function insertDevice(
  { tx, merchantId, at }: Work,
  row: Pick<DeviceRow, 'id' | 'storeId' | 'number' | 'name' | 'registeredBy'> & { keyHash: Buffer },
): Promise<boolean> {
  const added = await tx
    .insertInto('identity.device')
    .values({ merchantId, ...row, registeredAt: at })
    .onConflict((conflict) => conflict.columns(['merchantId', 'id']).doNothing())
    .returning('id')
    .execute()
  return added.length === 1
}

export async function touchDevice({ tx, merchantId, at }: Work, deviceId: string): Promise<void> {
  await tx
    .updateTable('identity.device')
    .set({ lastSeenAt: at })
    .where('merchantId', '=', merchantId)
    .where('id', '=', deviceId)
    .execute()
}

export async function lockDevice({ tx, merchantId }: Work, deviceId: string) {
  const row = await tx
    .selectFrom('identity.device')
    .select([...columns, 'keyHash'])
    .where('merchantId', '=', merchantId)
    .where('id', '=', deviceId)
    .forUpdate()
    .executeTakeFirst()
  return row ?? refuse('device_not_found')
}

export async function updateDevice(
  { tx, merchantId }: Work,
  deviceId: string,
  changes: Partial<DeviceRow>,
): Promise<void> {
  await tx
    .updateTable('identity.device')
    .set(changes)
    .where('merchantId', '=', merchantId)
    .where('id', '=', deviceId)
    .execute()
}

export async function readDeviceNumbers({ send, merchantId }: Work, ids: readonly string[]) {
  return send<{ id: string; number: number }>(sql`
    select id, number from identity.device where merchant_id = ${merchantId} and id = any(${[...ids]}::uuid[])`)
}

export async function readDeviceStore({ send, merchantId }: Work, deviceId: string): Promise<string | null> {
  const [row] = await send<{ storeId: string }>(sql`
    select store_id from identity.device where merchant_id = ${merchantId} and id = ${deviceId}`)
  return row?.storeId ?? null
}
