import type {
  Choice,
  FlowTerms,
  OfferKind,
  OfferRule,
  OfferTerms,
  Question,
  Reason,
} from '#modules/retention/flow-types.ts'

/** In the order in which they cost a shop least. */
export const offerKinds = [
  ...(['contact', 'freeze', 'extension', 'downgrade', 'transfer'] as const),
  ...(['gift', 'discount'] as const),
] satisfies readonly OfferKind[]

/** The smallest number that makes a code of its own: codes are for the books, nobody has to think of one. */
function freeCode(stem: string, taken: readonly { code: string }[]): string {
  const codes = new Set(taken.map(({ code }) => code))
  let number = taken.length + 1
  while (codes.has(`${stem}_${number}`)) number++
  return `${stem}_${number}`
}

/** What an offer of a kind gives before anybody changes it. A coupon has to be chosen. */
export function termsOf(kind: OfferKind): OfferTerms {
  if (kind === 'freeze') return { kind, days: 30 }
  if (kind === 'extension') return { kind, days: 14 }
  if (kind === 'gift' || kind === 'discount') return { kind, templateId: '' }
  return { kind }
}

export const newReason = (reasons: readonly Reason[]): Reason => ({
  code: freeCode('reason', reasons),
  words: { zh: '', en: '' },
})

export const newChoice = (choices: readonly Choice[]): Choice => ({
  code: freeCode('choice', choices),
  words: { zh: '', en: '' },
})

export const questionKinds = ['one', 'several', 'scale', 'text'] as const satisfies readonly Question['kind'][]

/** A question of another kind: the same words after the same reasons; choices are kept where the kind has some. */
export function questionOf(kind: Question['kind'], { code, words, reasons, ...rest }: Question): Question {
  const asked = { code, words, reasons }
  if (kind === 'scale') return { ...asked, kind, most: 5 }
  if (kind === 'text') return { ...asked, kind }
  const first = newChoice([])
  return { ...asked, kind, choices: 'choices' in rest ? rest.choices : [first, newChoice([first])] }
}

export const newQuestion = (questions: readonly Question[]): Question =>
  questionOf('one', {
    ...{ code: freeCode('question', questions), words: { zh: '', en: '' }, reasons: [], kind: 'text' },
  })

export const newOffer = (offers: readonly OfferRule[]): OfferRule => ({
  ...{ code: freeCode('offer', offers), words: { zh: '', en: '' }, terms: termsOf('contact'), reasons: [] },
  ...{ minPaidCents: 0, minDaysHeld: 0, costCents: 0, maxCostBps: 3_000, monthlyBudgetCents: null, validHours: 72 },
})

/** What still has to be filled in before a flow can be tried or published; null: nothing. */
export function missingIn({
  reasons,
  questions,
  offers,
  winBack,
}: FlowTerms): 'words' | 'coupon' | 'plan' | 'reasons' | null {
  if (reasons.length === 0) return 'reasons'
  const choices = questions.flatMap((question) => ('choices' in question ? question.choices : []))
  if (
    [...reasons, ...questions, ...choices, ...offers].some(
      ({ words }) => words.zh.trim() === '' || words.en.trim() === '',
    )
  )
    return 'words'
  if (offers.some(({ terms }) => terms.kind === 'downgrade' && !terms.planId)) return 'plan'
  const isOpen = (templateId: string) => templateId === ''
  if (winBack && isOpen(winBack.templateId)) return 'coupon'
  return offers.some(({ terms }) => 'templateId' in terms && isOpen(terms.templateId)) ? 'coupon' : null
}

/** The list with one entry moved by one place; unchanged at an end. */
export function moved<Entry>(list: readonly Entry[], index: number, by: -1 | 1): Entry[] {
  const next = [...list]
  const [entry] = next.splice(index, 1)
  if (entry !== undefined) next.splice(Math.max(0, index + by), 0, entry)
  return next
}
