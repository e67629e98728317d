import { holdsCardNumber } from '#shared/card-number.ts'
import { invalidInput } from './input-problems.ts'

/** Codes that are scanned or numbered by the shop may look like anything, a bank card included; what people write may not. */
const isFreeText = (field: string) =>
  !/(code|number|barcode|barcodes|taxclass|id|q|query|search|key|value)(\.\d+)?$/i.test(field)

/**
 * Refuses what cannot be kept exactly: NUL (PostgreSQL has none), lone surrogates (no UTF-8 form), whole numbers beyond 2^53.
 * Everything else, emoji and right-to-left text included, is kept as it came. A bank card's number in free text is refused: it must not be kept
 * (PCI DSS). Also bounds nesting, before any schema recurses.
 */
export function refuseUnfitInput(value: unknown, field = '', depth = 0): void {
  if (typeof value === 'string') {
    if (value.includes('\0')) throw invalidInput(field, 'nul')
    if (!value.isWellFormed()) throw invalidInput(field, 'broken_text')
    if (isFreeText(field) && holdsCardNumber(value)) throw invalidInput(field, 'card_number')
    return
  }
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) throw invalidInput(field, 'beyond_counting')
  if (value === null || typeof value !== 'object' || Buffer.isBuffer(value)) return
  if (depth > 20) throw invalidInput(field, 'too_deep')
  for (const [name, inner] of Object.entries(value)) {
    if (name.includes('\0')) throw invalidInput(field, 'nul')
    refuseUnfitInput(inner, field ? `${field}.${name}` : name, depth + 1)
  }
}
