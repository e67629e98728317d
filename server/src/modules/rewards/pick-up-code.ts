import { randomBytes } from 'node:crypto'
import { keyedHash, seal, unseal } from '#platform/secrets.ts'
import type { Work } from '#platform/work.ts'
import { codeFrom, codeLength, printedCode, typedCode } from '#shared/secret-code.ts'
import type { RedemptionRow } from './redemption-queries.ts'

const purpose = 'rewards.pick_up_code'

/** A new code of a redemption, as it is kept: a keyed hash to find it by, and sealed for its member. */
export function newPickUpCode(work: Pick<Work, 'key'>, redemptionId: string): { codeHash: Buffer; code: Buffer } {
  const code = codeFrom(randomBytes(codeLength))
  const key = work.key(purpose)
  return { codeHash: keyedHash(key, code), code: seal(key, code, `${purpose}/${redemptionId}`) }
}

/** The code of a reservation as its member shows it; null when it has none (any more). */
export function pickUpCode(
  work: Pick<Work, 'key'>,
  { id, code, state }: Pick<RedemptionRow, 'id' | 'code' | 'state'>,
): string | null {
  const opened = state === 'reserved' && code && unseal(work.key(purpose), code, `${purpose}/${id}`)
  return opened ? printedCode(opened.toString('utf8')) : null
}

/** What to find a typed or scanned code by; null where it cannot be one. */
export function codeHashOf(work: Pick<Work, 'key'>, typed: string): Buffer | null {
  const code = typedCode(typed)
  return code === null ? null : keyedHash(work.key(purpose), code)
}
