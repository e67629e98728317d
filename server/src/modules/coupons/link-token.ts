import { createHmac, timingSafeEqual } from 'node:crypto'

/** The purpose of the key under which links are signed. */
export const couponLinkKeyPurpose = 'coupons.links'

/** What a link opens: a page on which a template's coupon is claimed, or a gift of one coupon. */
export type CouponLink = { kind: 'claim' | 'gift'; merchantId: string; id: string }

const kinds = ['claim', 'gift'] as const
const macLength = 12

function mac(key: Buffer, { kind, merchantId, id }: CouponLink): Buffer {
  return createHmac('sha256', key).update(`${kind}/${merchantId}/${id}`).digest().subarray(0, macLength)
}

const bytesOf = (id: string) => Buffer.from(id.replaceAll('-', ''), 'hex')
const idOf = (bytes: Buffer) => bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')

/** The secret part of a link: who has it may open it, nobody can make one up (96 bits of HMAC-SHA-256). */
export function couponLinkToken(key: Buffer, link: CouponLink): string {
  const head = Buffer.from([kinds.indexOf(link.kind)])
  return Buffer.concat([head, bytesOf(link.merchantId), bytesOf(link.id), mac(key, link)]).toString('base64url')
}

/** What a token opens; `keyOf` finds its merchant's key. Null for one that was not made here. */
export function openCouponLink(token: string, keyOf: (merchantId: string) => Buffer): CouponLink | null {
  const bytes = Buffer.from(token, 'base64url')
  const kind = kinds[bytes[0] ?? 9]
  if (bytes.length !== 33 + macLength || !kind) return null
  const link = { kind, merchantId: idOf(bytes.subarray(1, 17)), id: idOf(bytes.subarray(17, 33)) }
  return timingSafeEqual(bytes.subarray(33), mac(keyOf(link.merchantId), link)) ? link : null
}
