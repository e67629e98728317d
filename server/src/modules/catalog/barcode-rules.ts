import { refuse, type Refusal } from '#shared/refusal.ts'

/**
 * One line of a store's format table for codes that the shop or its scales print.
 *
 * `pattern` spells the code digit by digit: digits stand for themselves, I item number, W weight, A amount, D per cent off,
 * M member, S staff, X anything, C the EAN check digit. Weight and amount look alike on paper and no prefix tells them
 * apart, so the table must say which scale prints what.
 */
export type BarcodeFormat = {
  pattern: string
  /** Decimals of the printed weight in the product's unit: 3 is grams of a kilogram. */
  weightDecimals: number
  /** Decimals of the printed amount: 2 is 分, 1 is 角. */
  amountDecimals: number
}

/** What a scanned or typed text turned out to be. */
export type ParsedBarcode =
  | {
      kind: 'product'
      /** In one spelling: UPC-A as the EAN-13 it is. */
      code: string
      /** Null for codes that carry no check digit. Wrong is a reason to scan again when nothing is found. */
      isCheckDigitRight: boolean | null
    }
  | { kind: 'scale'; itemCode: string; quantityMilli: number | null; amountCents: number | null }
  | { kind: 'member'; code: string }
  | { kind: 'staff'; code: string }
  | { kind: 'discount'; offBps: number }

export const maxBarcodeLength = 64

/** The last digit that EAN-8, UPC-A, EAN-13, GTIN-14 and longer in-store codes of the same scheme end with. */
export function checkDigitOf(body: string): string {
  let sum = 0
  for (let place = 0; place < body.length; place++) {
    // Weights 3 and 1 alternate from the right end of the body.
    const weight = (body.length - place) % 2 === 1 ? 3 : 1
    sum += weight * (body.charCodeAt(place) - 48)
  }
  return String((10 - (sum % 10)) % 10)
}

export function isCheckDigitRight(digits: string): boolean {
  return digits.length > 1 && checkDigitOf(digits.slice(0, -1)) === digits.at(-1)
}

/** The one spelling under which a code is kept and looked up: half-width, no blanks around, UPC-A as EAN-13. */
export function normalizeBarcode(text: string): string {
  const code = text.normalize('NFKC').trim()
  return /^\d{12}$/.test(code) && isCheckDigitRight(code) ? `0${code}` : code
}

/** An item number as scales print it (00042) and as people type it (42) are the same. */
export function normalizeItemCode(text: string): string {
  return text
    .normalize('NFKC')
    .trim()
    .replace(/^0+(?=\d)/, '')
}

/** Whether a text can be a barcode: printable ASCII as Code 128 carries it, less what separates several in one cell. */
export function isBarcodeText(code: string): boolean {
  return code.length > 0 && code.length <= maxBarcodeLength && /^[\x21-\x2b\x2d-\x3a\x3c-\x7e]+$/.test(code)
}

/**
 * Reads a scanned code by the store's format table; what no format knows is a product's own barcode.
 *
 * A format with a check digit matches only when the digit is right. Of several that match, the one with the longest fixed
 * beginning wins. Refuses a text that no barcode can carry.
 */
export function parseBarcode(
  text: string,
  formats: readonly BarcodeFormat[],
): ParsedBarcode | Refusal<'barcode_invalid'> {
  const code = normalizeBarcode(text)
  if (!isBarcodeText(code)) return refuse('barcode_invalid')
  const printed = text.normalize('NFKC').trim()
  const bySpecific = [...formats].sort((a, b) => fixedStart(b.pattern).length - fixedStart(a.pattern).length)
  for (const format of bySpecific) {
    const fields = matchPattern(printed, format.pattern)
    const parsed = fields && readFields(fields, format)
    if (parsed) return parsed
  }
  const carriesCheckDigit = /^(\d{8}|\d{12,14})$/.test(code)
  return { kind: 'product', code, isCheckDigitRight: carriesCheckDigit ? isCheckDigitRight(code) : null }
}

function matchPattern(code: string, pattern: string): Map<string, string> | undefined {
  if (code.length !== pattern.length || !/^\d+$/.test(code)) return undefined
  const fields = new Map<string, string>()
  for (let place = 0; place < pattern.length; place++) {
    const wanted = pattern[place]!
    const digit = code[place]!
    if (wanted >= '0' && wanted <= '9') {
      if (wanted !== digit) return undefined
    } else {
      fields.set(wanted, (fields.get(wanted) ?? '') + digit)
    }
  }
  return pattern.endsWith('C') && !isCheckDigitRight(code) ? undefined : fields
}

function readFields(fields: ReadonlyMap<string, string>, format: BarcodeFormat): ParsedBarcode | undefined {
  const member = fields.get('M')
  if (member !== undefined) return { kind: 'member', code: member }
  const staff = fields.get('S')
  if (staff !== undefined) return { kind: 'staff', code: staff }
  const item = fields.get('I')
  if (item === undefined) {
    const off = Number(fields.get('D'))
    return off >= 1 && off <= 100 ? { kind: 'discount', offBps: off * 100 } : undefined
  }
  // A label without weight and amount (zeros) says nothing about how much: the till asks.
  return {
    kind: 'scale',
    itemCode: normalizeItemCode(item),
    quantityMilli: scaled(fields.get('W'), format.weightDecimals, 3),
    amountCents: scaled(fields.get('A'), format.amountDecimals, 2),
  }
}

/** Shifts a printed number from its decimals to ours: only to the left, so that nothing is lost. */
function scaled(digits: string | undefined, decimals: number, ours: number): number | null {
  if (digits === undefined) return null
  return Number(digits) * 10 ** (ours - decimals) || null
}

function fixedStart(pattern: string): string {
  return /^\d*/.exec(pattern)![0]
}

export type FormatRefusalCode = 'barcode_pattern_invalid' | 'barcode_patterns_overlap'

/**
 * Checks a format table before it is kept: fields in one piece each, a meaning, a fixed beginning, at most one C, at the end.
 *
 * Refuses two patterns of one length and beginning: no code could tell them apart.
 */
export function checkFormats(formats: readonly BarcodeFormat[]): Refusal<FormatRefusalCode> | undefined {
  const seen = new Map<string, string>()
  for (const { pattern, weightDecimals, amountDecimals } of formats) {
    const decimalsFit = weightDecimals >= 0 && weightDecimals <= 3 && amountDecimals >= 0 && amountDecimals <= 2
    if (!decimalsFit || !isPattern(pattern)) return refuse('barcode_pattern_invalid', { pattern })
    const key = `${pattern.length}/${fixedStart(pattern)}`
    const other = seen.get(key)
    if (other !== undefined) return refuse('barcode_patterns_overlap', { pattern, other })
    seen.set(key, pattern)
  }
  return undefined
}

function isPattern(pattern: string): boolean {
  if (pattern.length < 4 || pattern.length > 32 || !/^\d+[IWADMSXC]+$/.test(pattern)) return false
  const letters = pattern.slice(fixedStart(pattern).length)
  const runs = letters.match(/(.)\1*/g) ?? []
  const used = new Set(letters)
  if (used.has('C') && (!pattern.endsWith('C') || pattern.endsWith('CC'))) return false
  if (runs.filter((run) => run[0] !== 'X').length !== [...used].filter((letter) => letter !== 'X').length) return false
  const isOther = ['M', 'S', 'D'].filter((letter) => used.has(letter)).length
  const isScale = used.has('I')
  if (!isScale && (used.has('W') || used.has('A'))) return false
  // Amounts and weights stay exact: nine digits fit every scale, and a safe integer.
  return isOther + (isScale ? 1 : 0) === 1 && runs.every((run) => !'WAD'.includes(run[0]!) || run.length <= 9)
}
