import { memberRefusals } from '#modules/members/refusals.ts'
import type { RefusalSentences } from '#platform/refusals.ts'

/** Every refusal's sentence, module by module. The web translates with the same table. */
export const refusalSentences: RefusalSentences = {
  ...memberRefusals,
}
