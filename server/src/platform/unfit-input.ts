import { holdsCardNumber } from '#shared/card-number.ts'
import { Refused } from '#shared/refusal.ts'

/** Codes that are scanned or numbered by the shop may look like anything, a bank card included; what people write may not. */
const isFreeText = (field: string) =>
  !/(code|number|barcode|barcodes|taxclass|id|q|query|search|key|value)(\.\d+)?$/i.test(field)

/**
 * Refuses text that cannot be kept exactly: NUL (PostgreSQL has none) and lone surrogates (no UTF-8 form). Everything else,
 * emoji and right-to-left text included, is kept as it came. A bank card's number in free text is refused: it must not be kept
 * (PCI DSS). Also bounds nesting, before any schema recurses.
 */
export function refuseUnfitText(value: unknown, field = '', depth = 0): void {
  if (typeof value === 'string') {
    if (value.includes('\0')) throw new Refused('invalid_input', { field, problem: 'contains a NUL character' })
    if (!value.isWellFormed()) throw new Refused('invalid_input', { field, problem: 'contains broken characters' })
    if (isFreeText(field) && holdsCardNumber(value))
      throw new Refused('invalid_input', { field, problem: 'looks like a bank card number, which must not be kept' })
    return
  }
  if (value === null || typeof value !== 'object' || Buffer.isBuffer(value)) return
  if (depth > 20) throw new Refused('invalid_input', { field, problem: 'is nested too deeply' })
  for (const [name, inner] of Object.entries(value)) {
    if (name.includes('\0')) throw new Refused('invalid_input', { field, problem: 'contains a NUL character' })
    refuseUnfitText(inner, field ? `${field}.${name}` : name, depth + 1)
  }
}
