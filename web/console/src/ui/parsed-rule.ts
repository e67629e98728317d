import { isRefusal, type Refusal } from '#shared/refusal.ts'
import type { Parse } from './form-context.ts'

/** A form rule: what was typed must be understood by `parse`; its refusal becomes a sentence at the field. */
export function parsedBy(parse: Parse, sentence: (refusal: Refusal) => string) {
  return {
    validator: (_: unknown, typed: unknown) => {
      const parsed = typeof typed === 'string' ? parse(typed) : typed
      return isRefusal(parsed) ? Promise.reject(new Error(sentence(parsed))) : Promise.resolve()
    },
  }
}
