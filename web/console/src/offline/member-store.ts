import { api, send, type ResponseOf } from '@staff/api'
import { isMemberNumber, splitMemberCode } from '#modules/members/member-code-rules.ts'
import { readPhone } from '#modules/members/phone-rules.ts'
import { tillCardKey, tillPhoneKey } from '#modules/members/till-key-rules.ts'
import { isRefusal } from '#shared/refusal.ts'
import { bucketOf, bucketText } from './bucket-rules.ts'
import { keep, offlineDatabase, readKept } from './offline-database.ts'
import { lastContact, tillTime } from './till-contact.ts'

/** A member as this till knows them: no name to read, no phone, the holdings as they were last heard of. */
export type KeptMember = ResponseOf<typeof api.tillMembersGet>['members'][number]

const cursorName = 'members.cursor'
const heardName = 'members.heardAt'
const pageSize = 500
const mostFound = 8

let known: Map<string, KeptMember> | null = null

async function membersById(): Promise<Map<string, KeptMember>> {
  if (known) return known
  const buckets = await offlineDatabase().members.toArray()
  const members = buckets.flatMap(({ text }) => JSON.parse(text) as KeptMember[])
  return (known = new Map(members.map((member) => [member.id, member])))
}

/** Reads what changed about members since the last time, page by page, and keeps it. */
export async function refreshMembers(signal?: AbortSignal): Promise<void> {
  let cursor = (await readKept<string>(cursorName)) ?? undefined
  for (;;) {
    const page = await send(
      api.tillMembersGet,
      { limit: pageSize, ...(cursor ? { cursor } : {}) },
      { asDevice: true, ...(signal ? { signal } : {}) },
    )
    await keepMembers(page.members, page.cursor)
    cursor = page.cursor
    if (page.isComplete) return keep(heardName, (await tillTime()).toISOString())
  }
}

/** Until when the till knows of everything that members did; null before it ever heard all. */
export function membersHeardAt(): Promise<string | null> {
  return readKept<string>(heardName)
}

async function keepMembers(changed: readonly KeptMember[], cursor: string): Promise<void> {
  const members = await membersById()
  for (const member of changed) {
    if (member.isGone) members.delete(member.id)
    else members.set(member.id, member)
  }
  const texts = new Map<string, KeptMember[]>(changed.map(({ id }) => [bucketOf(id), []]))
  if (texts.size > 0) for (const member of members.values()) texts.get(bucketOf(member.id))?.push(member)
  const database = offlineDatabase()
  await database.transaction('rw', database.kept, database.members, async () => {
    await database.members.bulkPut([...texts].map(([key, own]) => ({ key, text: bucketText(own) })))
    await keep(cursorName, cursor)
  })
}

/** The member as last heard of. */
export async function keptMember(memberId: string): Promise<KeptMember | null> {
  return (await membersById()).get(memberId) ?? null
}

/**
 * Members that this may mean, without a line: a member's number or rotating code, a card, a phone in full or its last four
 * digits. What identifies without a line is not proof; limits hold.
 */
export async function findKeptMembers(typed: string): Promise<KeptMember[]> {
  const text = typed.normalize('NFKC').trim()
  const contact = await lastContact()
  if (text === '' || !contact) return []
  const number = isMemberNumber(text) ? text : splitMemberCode(text)?.number
  const phone = readPhone(text)
  const phoneKey = isRefusal(phone) ? null : tillPhoneKey(contact.memberSecret, phone)
  const tail = /^\d{4}$/.test(text) ? text : null
  const cardKey = tillCardKey(contact.memberSecret, text)
  const found: KeptMember[] = []
  for (const member of (await membersById()).values()) {
    const isIt =
      member.number === number ||
      member.cardKeys.includes(cardKey) ||
      (phoneKey !== null && member.phoneKeys.includes(phoneKey)) ||
      (tail !== null && member.phoneKeys.some((key) => key.startsWith(tail)))
    if (isIt) found.push(member)
    if (found.length === mostFound) break
  }
  return found
}
