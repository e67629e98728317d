import { createHmac } from 'node:crypto'
import { sameBytes } from '#platform/secrets.ts'

/** The purpose of the key that contacts are signed with. */
export const contactKeyPurpose = 'cashier.till_contact'

/** That a till heard of the server at this time, and who was signed in at it. */
export type Contact = { deviceId: string; at: Date; userId: string | null }

function macOf(key: Buffer, body: string): Buffer {
  return createHmac('sha256', key).update(body).digest().subarray(0, 16)
}

/** The server's word that a till keeps: a sale made later cannot be dated before it, nor be put down to somebody else. */
export function contactToken(key: Buffer, { deviceId, at, userId }: Contact): string {
  const body = `${deviceId}.${at.getTime()}.${userId ?? ''}`
  return `${body}.${macOf(key, body).toString('base64url')}`
}

/** Reads a contact of this very till; null for anything that was not signed here. */
export function openContactToken(key: Buffer, deviceId: string, token: string | null): Contact | null {
  const parts = token?.split('.') ?? []
  if (parts.length !== 4 || parts[0] !== deviceId) return null
  const [, ms, userId, mac] = parts as [string, string, string, string]
  if (!sameBytes(macOf(key, `${deviceId}.${ms}.${userId}`), Buffer.from(mac, 'base64url'))) return null
  return { deviceId, at: new Date(Number(ms)), userId: userId || null }
}
