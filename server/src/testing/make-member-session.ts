import type { SendCode } from '#modules/identity/code-sender.ts'
import { startMemberSession } from '#modules/identity/member-session.ts'
import type { Work } from '#platform/work.ts'
import { testDatabase } from './work.ts'

/** A member signed in on a phone, as the headers that phone sends. */
export async function makeMemberSession(work: Work, memberId: string): Promise<Record<string, string>> {
  const start = { memberId, ip: '127.0.0.1', userAgent: 'test' }
  const { token } = await startMemberSession(work, testDatabase().keys, start)
  return { cookie: `regulars_member=${token}`, 'x-requested-with': 'regulars' }
}

const sent = new Map<string, string>()

/** The code sender of `testApp`: keeps what the phone would show. */
export const keepSentCode: SendCode = async ({ phone, code }) => void sent.set(phone, code)

/** The code that was sent last to a phone (E.164). */
export function sentCode(phone: string): string {
  const code = sent.get(phone)
  if (!code) throw new Error(`no code was sent to ${phone}`)
  return code
}
