import { accept } from '#shared/refusal.ts'
import { isCommonPassword } from './common-passwords.ts'
import { checkPassword } from './password-rules.ts'
import type { Passwords } from './passwords.ts'

/** The hash of a password that the rules allow; refuses others. Done before a transaction begins: it takes its time. */
export async function hashPermittedPassword(
  passwords: Passwords,
  password: string,
  names: readonly string[],
): Promise<string> {
  accept(checkPassword(password, { names, isCommon: await isCommonPassword(password) }))
  return passwords.hash(password)
}
