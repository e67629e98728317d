import type { ProgrammeTerms } from '#modules/tiers/programme-rules.ts'
import { programmeWords } from './tier-words.ts'

/** A programme as a member would be told it. */
export function PlainWords({ terms }: { terms: ProgrammeTerms }) {
  return (
    <ul className="rg-tiers-plain">
      {programmeWords(terms).map((sentence) => (
        <li key={sentence}>{sentence}</li>
      ))}
    </ul>
  )
}
