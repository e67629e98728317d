import type { Work } from '#platform/work.ts'
import { openMemberKey, openPhone } from './member-secrets.ts'
import { shortName, tillCardKey, tillPhoneKey } from './till-key-rules.ts'
import { readTillRows, type TillPlace } from './till-member-queries.ts'

/** A member as a till keeps it. One who may no longer be sold to comes with `isGone`, so that the till forgets them. */
export type TillMember = {
  id: string
  number: string
  shortName: string
  isBlocked: boolean
  isGone: boolean
  tierId: string | null
  phoneKeys: string[]
  cardKeys: string[]
}

/**
 * Members changed after a place, oldest change first, or just these (`ids`), made unreadable for whoever finds the till: no
 * name, no phone, no card number. `secret` is the till's own. `next` is the place behind the last one.
 */
export async function tillMembers(
  work: Work,
  secret: string,
  wanted: { after: TillPlace; isFirst: boolean; limit: number } | { ids: readonly string[] },
): Promise<{ members: TillMember[]; next: TillPlace | null }> {
  const rows = await readTillRows(work, wanted)
  const last = rows.at(-1)
  const members = rows.map(({ id, number, name, status, tierId, sealedKey, phones, cards }) => {
    const isGone = status === 'merged' || status === 'erased'
    const key = sealedKey && phones.length > 0 ? openMemberKey(work, id, sealedKey) : null
    return {
      id,
      number,
      shortName: isGone ? '' : shortName(name),
      isBlocked: status === 'blocked',
      isGone,
      tierId: isGone ? null : tierId,
      phoneKeys: key
        ? phones.map((sealed) => tillPhoneKey(secret, openPhone(key, id, Buffer.from(sealed, 'hex'))))
        : [],
      cardKeys: cards.map((card) => tillCardKey(secret, card)),
    }
  })
  return { members, next: last ? { at: last.updatedAt.toISOString(), id: last.id } : null }
}
