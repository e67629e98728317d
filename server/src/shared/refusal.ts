/**
 * A refusal is the business saying no: expected, named by a snake_case code, shown to people in words.
 * Rules return one, use cases `accept()` it or throw `Refused`, which rolls the transaction back.
 */
export type RefusalDetails = Record<string, unknown>

const refusalTag: unique symbol = Symbol('refusal')

export type Refusal<Code extends string = string> = {
  readonly [refusalTag]: true
  readonly code: Code
  readonly details: RefusalDetails
}

/** Builds a refusal for a rule to return. `details` are facts for the sentence: ids, amounts, limits; no personal data. */
export function refuse<Code extends string>(code: Code, details: RefusalDetails = {}): Refusal<Code> {
  return { [refusalTag]: true, code, details }
}

export function isRefusal(value: unknown): value is Refusal {
  return typeof value === 'object' && value !== null && refusalTag in value
}

/** A refusal on its way out of a use case. */
export class Refused extends Error {
  override name = 'Refused'
  readonly code: string
  readonly details: RefusalDetails

  constructor(code: string, details: RefusalDetails = {}) {
    super(code)
    this.code = code
    this.details = details
  }
}

/** Passes a value on, or throws the refusal that stands in its place. */
export function accept<T>(value: T): Exclude<T, Refusal> {
  if (isRefusal(value)) throw new Refused(value.code, value.details)
  return value as Exclude<T, Refusal>
}
