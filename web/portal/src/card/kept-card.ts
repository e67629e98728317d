import { forget, keep, readKept } from '#portal/app/kept.ts'

/**
 * The member's card on this phone: number and key, so that the code turns without a line.
 *
 * The key is kept as a WebCrypto key that no script can read out again, ours included.
 */
export type KeptCard = { number: string; key: CryptoKey; clockAheadMs: number }

const name = 'card'

/** The card on this phone; null when there is none. */
export async function readCard(): Promise<KeptCard | null> {
  return ((await readKept(name)) as KeptCard | undefined) ?? null
}

export const keepCard = (card: KeptCard): Promise<void> => keep(name, card)

export const forgetCard = (): Promise<void> => forget(name)
