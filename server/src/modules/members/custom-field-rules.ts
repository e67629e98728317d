import { isDay } from '#shared/business-day.ts'
import { refuse, type Refusal } from '#shared/refusal.ts'

export const customFieldKinds = ['text', 'number', 'date', 'choice', 'boolean'] as const

/** A field that the merchant added to the profile. */
export type CustomField = {
  code: string
  label: string
  kind: (typeof customFieldKinds)[number]
  choices: readonly string[]
}

export type CustomValue = string | number | boolean | null
export type CustomValues = Record<string, CustomValue>

const maxTextLength = 500

function fits({ kind, choices }: CustomField, value: Exclude<CustomValue, null>): boolean {
  switch (kind) {
    case 'text':
      return typeof value === 'string' && value.length <= maxTextLength
    case 'number':
      return typeof value === 'number' && Number.isFinite(value) && Math.abs(value) <= Number.MAX_SAFE_INTEGER
    case 'date':
      return typeof value === 'string' && isDay(value)
    case 'choice':
      return typeof value === 'string' && choices.includes(value)
    case 'boolean':
      return typeof value === 'boolean'
  }
}

/**
 * Lays given values over the ones a member has. Null and empty text clear a field; fields not given stay.
 *
 * Refuses a code that no field has and a value that is not of its field's kind.
 */
export function mergeCustomValues(
  fields: readonly CustomField[],
  current: CustomValues,
  given: CustomValues,
): CustomValues | Refusal<'custom_field_not_found' | 'invalid_custom_value'> {
  const merged = { ...current }
  for (const [code, value] of Object.entries(given)) {
    const field = fields.find((each) => each.code === code)
    if (!field) return refuse('custom_field_not_found', { code })
    if (value === null || value === '') delete merged[code]
    else if (fits(field, value)) merged[code] = value
    else return refuse('invalid_custom_value', { field: code, label: field.label, kind: field.kind })
  }
  return merged
}

/** Reads a value from a cell of a table, by the field's kind; what does not read stays text and is refused by its kind. */
export function customValueFromText({ kind }: CustomField, text: string): CustomValue {
  const trimmed = text.normalize('NFKC').trim()
  if (trimmed === '') return null
  if (kind === 'number') return /^[+-]?\d+(\.\d+)?$/.test(trimmed) ? Number(trimmed) : trimmed
  if (kind === 'boolean') {
    if (/^(1|true|yes|y|是|有)$/i.test(trimmed)) return true
    if (/^(0|false|no|n|否|无)$/i.test(trimmed)) return false
    return trimmed
  }
  return kind === 'text' || kind === 'choice' ? text.trim() : trimmed.replaceAll('/', '-')
}
