import { enrolMembers, type NewMember } from '#modules/members/enrol-members.ts'
import type { Work } from '#platform/work.ts'
import { newId } from '#shared/ids.ts'
import { accept } from '#shared/refusal.ts'

let made = 0

/** A mainland mobile number that no other call gave. */
export function freshPhone(): string {
  return `+86139${String(++made).padStart(8, '0')}`
}

/** A member enrolled at the till: named and with a phone of their own unless the test says otherwise. */
export async function makeMember(work: Work, given: Partial<NewMember> = {}): Promise<{ id: string; number: string }> {
  const row: NewMember = { id: newId(), name: '王小明', phone: freshPhone(), source: 'till', ...given }
  return accept((await enrolMembers(work, [row]))[0]!)
}
