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

export function createIdentity({ database, secure }: { database: Database; secure: boolean }): Identity {
  const { keys } = database
  const passwords = new Passwords(keys('identity.passwords', null))
  return { database, keys, passwords, authenticator: new Authenticator({ database, secure }), secure }
}
