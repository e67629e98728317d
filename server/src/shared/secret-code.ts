/** Crockford's: no I, L, O, U, so that a code read out or typed is not mistaken. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** 13 characters of 5 bits: 65 bits of chance. */
export const codeLength = 13

/** A code from as many random bytes as it has characters. */
export function codeFrom(bytes: Uint8Array, offset = 0): string {
  let code = ''
  for (let index = 0; index < codeLength; index++) code += alphabet[bytes[offset + index]! & 31]
  return code
}

/** A code as it is printed: ABCD-EFGH-JKMNP. */
export function printedCode(code: string): string {
  return `${code.slice(0, 4)}-${code.slice(4, 8)}-${code.slice(8)}`
}

/** What was typed or scanned as the code it means: case, blanks, dashes and look-alikes forgiven. Null: no code at all. */
export function typedCode(text: string): string | null {
  const code = text.toUpperCase().replace(/[\s-]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1')
  return code.length === codeLength && [...code].every((letter) => alphabet.includes(letter)) ? code : null
}
