import { createHmac, timingSafeEqual } from 'node:crypto'

const macLength = 12

function mac(key: Buffer, merchantId: string, saleId: string): Buffer {
  return createHmac('sha256', key).update(`${merchantId}/${saleId}`).digest().subarray(0, macLength)
}

function bytesOf(id: string): Buffer {
  return Buffer.from(id.replaceAll('-', ''), 'hex')
}

function idOf(bytes: Buffer): string {
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

/** The secret part of a receipt's link: who has it may see that receipt, nobody can make one up (96 bits of HMAC-SHA-256). */
export function receiptToken(key: Buffer, merchantId: string, saleId: string): string {
  return Buffer.concat([bytesOf(merchantId), bytesOf(saleId), mac(key, merchantId, saleId)]).toString('base64url')
}

/** Whose receipt a token claims to be; `keyOf` finds that merchant's key. Null for a token that was not made here. */
export function openReceiptToken(
  token: string,
  keyOf: (merchantId: string) => Buffer,
): { merchantId: string; saleId: string } | null {
  const bytes = Buffer.from(token, 'base64url')
  if (bytes.length !== 32 + macLength) return null
  const merchantId = idOf(bytes.subarray(0, 16))
  const saleId = idOf(bytes.subarray(16, 32))
  const isOurs = timingSafeEqual(bytes.subarray(32), mac(keyOf(merchantId), merchantId, saleId))
  return isOurs ? { merchantId, saleId } : null
}
