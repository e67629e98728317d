import type { Database } from '#platform/db.ts'
import type { KeyRing } from '#platform/secrets.ts'
import { Authenticator } from './authenticate.ts'
import { Passwords } from './passwords.ts'

/** What sign-in needs beside a transaction: made once per process, handed to the routes and the command line. */
export type Identity = {
  database: Database
  keys: KeyRing
  passwords: Passwords
  authenticator: Authenticator
  /** Served over HTTPS: cookies are `__Host-` and Secure. */
  secure: boolean
}

export function createIdentity(options: { database: Database; keys: KeyRing; secure: boolean }): Identity {
  return { ...options, passwords: new Passwords(options.keys), authenticator: new Authenticator(options) }
}
