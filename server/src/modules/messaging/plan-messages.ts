import { absorbedInto } from '#modules/members/member-family.ts'
import { noteDue } from '#platform/due-work.ts'
import { seal } from '#platform/secrets.ts'
import type { Work } from '#platform/work.ts'
import { newId } from '#shared/ids.ts'
import { type Channel, kindOf, type MessageData, type MessageKindCode } from './message-kinds-rules.ts'
import { insertMessages, type NewMessage, readKnownKeys } from './message-queries.ts'
import { readKindSettings } from './template-queries.ts'

export const sendDueKind = 'messaging.send'
export const forgetDueKind = 'messaging.forget'
export const sealedDataPurpose = 'messaging.sealed_data'

/** As long as consent and its use must be shown (five months), with room: then the words go, what happened stays. */
const keptDays = 200

/** Something that a member is to be told. */
export type MessageWish = {
  kind: MessageKindCode
  memberId: string
  /** What it is about, once: a second wish with this `ref` is the same message. */
  ref: string
  data: MessageData
  /** The event or record that it tells of, by ids. */
  about: Record<string, unknown>
  /** Not before; the present when absent. */
  sendAt?: Date
  /** Of no use later. Absent: three days. */
  expiresAt?: Date
  /** Instead of the channels that the kind goes out by. */
  channels?: readonly Channel[]
}

const usualDays = 3

/**
 * Plans messages: one per channel that the kind goes out by, each under its own key, so that a wish told twice is one message.
 * Whether and when each leaves is decided when it is due. Kinds that are turned off are not planned.
 *
 * Returns the ids of those that are new.
 */
export async function planMessages(work: Work, wishes: readonly MessageWish[]): Promise<string[]> {
  if (wishes.length === 0) return []
  const settings = await readKindSettings(work, [...new Set(wishes.map(({ kind }) => kind))])
  const rows = wishes.flatMap((wish) => {
    const setting = settings.get(wish.kind)!
    return setting.isOn ? (wish.channels ?? setting.channels).map((channel) => rowOf(work, wish, channel)) : []
  })
  return writePlanned(work, await withoutToldBefore(work, rows))
}

/**
 * Leaves out what a record that was merged into the member's was told already: such a message is keyed by the member
 * (`<kind>/<member>/…`), and two records that became one person are told once. Most have nobody merged into them: then nothing is looked up.
 */
async function withoutToldBefore(work: Work, rows: readonly NewMessage[]): Promise<readonly NewMessage[]> {
  const own = rows.filter(({ kind, memberId, dedupeKey }) => memberId && dedupeKey.startsWith(`${kind}/${memberId}/`))
  if (own.length === 0) return rows
  const absorbed = await absorbedInto(work, [...new Set(own.map(({ memberId }) => memberId!))])
  if (absorbed.size === 0) return rows
  const keysOf = ({ memberId, dedupeKey }: NewMessage) =>
    (absorbed.get(memberId!) ?? []).map((id) => dedupeKey.replace(memberId!, id))
  const known = await readKnownKeys(work, own.flatMap(keysOf))
  return rows.filter((row) => row.memberId === null || !keysOf(row).some((key) => known.has(key)))
}

function rowOf(work: Work, wish: MessageWish, channel: Channel): NewMessage {
  const { kind, memberId, ref, data, about, sendAt = work.at } = wish
  return {
    id: newId(work.at.getTime()),
    kind,
    topic: kindOf(kind).topic,
    channel,
    memberId,
    dedupeKey: `${kind}/${ref}/${channel}`,
    about,
    data,
    sealedData: null,
    expiresAt: wish.expiresAt ?? new Date(sendAt.getTime() + usualDays * 86_400_000),
    nextAt: sendAt,
    forgetAt: new Date(work.at.getTime() + keptDays * 86_400_000),
  }
}

/** What is sealed of a message that goes to no member, or whose values must not lie open: a code and its phone. */
export type SealedData = { address: string; values: MessageData; language?: 'zh' | 'en' }

/** Plans a message to an address, whoever it is: codes and test sends. The values are sealed until `forgetAt`. */
export async function planSealed(
  work: Work,
  wish: {
    id: string
    kind: MessageKindCode
    channel: Exclude<Channel, 'inbox'>
    ref: string
    sealed: SealedData
    about: Record<string, unknown>
    expiresAt: Date
    forgetAt: Date
  },
): Promise<string[]> {
  const { id, kind, channel, ref, sealed, about, expiresAt, forgetAt } = wish
  const sealedData = seal(work.key(sealedDataPurpose), JSON.stringify(sealed), `${sealedDataPurpose}/${id}`)
  const row: NewMessage = {
    ...{ id, kind, topic: kindOf(kind).topic, channel, memberId: null, dedupeKey: `${kind}/${ref}/${channel}` },
    ...{ about, data: {}, sealedData, expiresAt, nextAt: work.at, forgetAt },
  }
  return writePlanned(work, [row])
}

async function writePlanned(work: Work, rows: readonly NewMessage[]): Promise<string[]> {
  const written = await insertMessages(work, rows)
  if (written.length === 0) return []
  const isNew = new Set(written)
  const fresh = rows.filter(({ id }) => isNew.has(id))
  const earliest = (times: (Date | null)[]) => times.filter((time) => time !== null).sort((a, b) => +a - +b)[0]
  const [nextAt, forgetAt] = [earliest(fresh.map((row) => row.nextAt)), earliest(fresh.map((row) => row.forgetAt))]
  if (nextAt) await noteDue(work, sendDueKind, nextAt)
  if (forgetAt) await noteDue(work, forgetDueKind, forgetAt)
  return written
}
