import { contractWords } from '#modules/passes/plan-words-rules.ts'
import type { PlanVersion, RefundPolicy } from '#modules/passes/plan-types.ts'
import { useWording } from './use-wording.ts'

type ContractTextProps = {
  plan: Pick<PlanVersion, 'kind' | 'name' | 'priceCents' | 'terms'>
  /** What is pinned to a pass that was sold; left out for a plan, which each store sells under its own law. */
  policy?: RefundPolicy
  isBrief?: boolean
}

/** A plan as the member will read it: one sentence for each thing. */
export function ContractText({ plan, policy, isBrief = false }: ContractTextProps) {
  const sentences = contractWords(plan, useWording(plan.terms), policy ?? null)
  // The first names the plan, which a card says by itself; the parts that follow are what a buyer asks for first.
  const shown = isBrief ? sentences.slice(1, 2 + plan.terms.components.length + plan.terms.benefits.length) : sentences
  return (
    <ul className="rg-contract">
      {shown.map((sentence) => (
        <li key={sentence}>{sentence}</li>
      ))}
    </ul>
  )
}
