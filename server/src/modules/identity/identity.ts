import type { Database } from '#platform/db.ts'
import type { KeyRing } from '#platform/secrets.ts'
import { Authenticator, type StandingMember } from './authenticate.ts'
import type { SendCode } from './code-sender.ts'
import { Passwords } from './passwords.ts'

/** What sign-in needs beside a transaction: made once per process, handed to the routes and the command line. */
export type Identity = {
  database: Database
  keys: KeyRing
  passwords: Passwords
  authenticator: Authenticator
  /** Served over HTTPS: cookies are `__Host-` and Secure. */
  secure: boolean
  /** How a code leaves for a phone. */
  sendCode: SendCode
}

export type IdentityOptions = {
  database: Database
  secure: boolean
  sendCode: SendCode
  /** Whose session it is by now: members know who was merged into whom, and who was erased (null). */
  standingMember: StandingMember
}

export function createIdentity({ database, secure, sendCode, standingMember }: IdentityOptions): Identity {
  const { keys } = database
  const passwords = new Passwords(keys('identity.passwords', null))
  const authenticator = new Authenticator({ database, secure, standingMember })
  return { database, keys, passwords, authenticator, secure, sendCode }
}
