import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { packOf } from '#modules/law-packs/pack-rules.ts'
import { changesOf } from './flow-change-rules.ts'
import { checkFlow, checkLawful, shippedFlow, tapsOf } from './flow-rules.ts'
import type { Answer, FlowTerms, OfferRule, Question } from './flow-types.ts'
import { reportSurvey } from './survey-report-rules.ts'
import { keepAnswers, questionsAfter, readAnswers } from './survey-rules.ts'

const words = (en: string) => ({ zh: en, en })
const choices = ['price', 'hours', 'staff'].map((code) => ({ code, words: words(code) }))
const one: Question = { code: 'main', words: words('What most?'), reasons: [], kind: 'one', choices }
const several: Question = { code: 'also', words: words('What else?'), reasons: ['no_time'], kind: 'several', choices }
const scale: Question = { code: 'again', words: words('Come again?'), reasons: [], kind: 'scale', most: 5 }
const text: Question = { code: 'say', words: words('Anything?'), reasons: [], kind: 'text' }
const questions = [one, several, scale, text]

test('a question follows its reasons, those of every reason are asked without one, in the shop’s order', () => {
  const codes = (reason: string | null) => questionsAfter(questions, reason).map(({ code }) => code)
  assert.deepEqual(codes('no_time'), ['main', 'also', 'again', 'say'])
  assert.deepEqual(
    [codes('moved'), codes(null)],
    [
      ['main', 'again', 'say'],
      ['main', 'again', 'say'],
    ],
  )
})

const given: { of: string; reason?: string; answers: Answer[]; kept: Answer[] }[] = [
  { of: 'one choice', answers: [{ code: 'main', choices: ['hours'] }], kept: [{ code: 'main', choices: ['hours'] }] },
  {
    of: 'two choices where one is asked for',
    answers: [{ code: 'main', choices: ['staff', 'price'] }],
    kept: [{ code: 'main', choices: ['price'] }],
  },
  {
    of: 'several choices, one twice and one unknown',
    reason: 'no_time',
    answers: [{ code: 'also', choices: ['staff', 'rain', 'price', 'staff'] }],
    kept: [{ code: 'also', choices: ['price', 'staff'] }],
  },
  { of: 'a question of another reason', reason: 'moved', answers: [{ code: 'also', choices: ['price'] }], kept: [] },
  { of: 'the last place of a scale', answers: [{ code: 'again', scale: 5 }], kept: [{ code: 'again', scale: 5 }] },
  { of: 'a place beyond the scale', answers: [{ code: 'again', scale: 6 }], kept: [] },
  { of: 'words', answers: [{ code: 'say', text: '  再见 ' }], kept: [{ code: 'say', text: '再见' }] },
  { of: 'blank words', answers: [{ code: 'say', text: ' \n ' }], kept: [] },
  { of: 'words to a scale', answers: [{ code: 'again', text: 'five' }], kept: [] },
  { of: 'an unknown question', answers: [{ code: 'rain', scale: 1 }], kept: [] },
]
for (const { of, reason = null, answers, kept } of given) {
  test(`of ${of} is kept ${JSON.stringify(kept)}`, () =>
    assert.deepEqual(keepAnswers(questions, reason ?? null, answers), kept))
}

test('whatever a phone sends as answers, what is kept reads in the flow’s words, and nothing throws', () => {
  const code = fc.constantFrom('main', 'also', 'again', 'say', 'rain')
  const answer: fc.Arbitrary<Answer> = fc.oneof(
    fc.record({ code, choices: fc.array(fc.constantFrom('price', 'hours', 'staff', 'rain')) }),
    fc.record({ code, scale: fc.integer({ min: -2, max: 12 }) }),
    fc.record({ code, text: fc.string() }),
  )
  fc.assert(
    fc.property(fc.array(answer), fc.constantFrom('no_time', 'moved', null), (answers, reason) => {
      const kept = keepAnswers(questions, reason, answers)
      assert.equal(readAnswers(questions, kept).length, kept.length)
      assert.deepEqual(keepAnswers(questions, reason, kept), kept, 'what was kept once is kept again')
    }),
  )
})

test('the report counts who was asked and who answered what, under each leaving’s own version', () => {
  const at = new Date('2026-03-01T00:00:00Z')
  const leaving = (reasonCode: string | null, answers: Answer[], flowVersion = 2) => ({
    ...{ leavingId: `${reasonCode}`, at, reasonCode, answers, flowVersion },
  })
  const old: Question = { ...scale, words: words('Back?') }
  const report = reportSurvey(
    [
      leaving('moved', [{ code: 'again', scale: 2 }], 1),
      leaving('no_time', [
        { code: 'main', choices: ['price'] },
        { code: 'also', choices: ['price', 'staff'] },
        { code: 'again', scale: 5 },
        { code: 'say', text: '谢谢' },
      ]),
      leaving('no_time', [{ code: 'also', choices: ['staff'] }]),
      leaving(null, []),
    ],
    (version) => (version === 1 ? [old] : questions),
  )
  assert.deepEqual(
    report.map(({ code, words: { en }, asked, answered }) => [code, en, asked, answered]),
    [
      ['main', 'What most?', 3, 1],
      ['also', 'What else?', 2, 2],
      ['again', 'Come again?', 4, 2],
      ['say', 'Anything?', 3, 1],
    ],
  )
  assert.deepEqual(
    report[1]!.choices.map(({ count }) => count),
    [1, 0, 2],
  )
  // Two and five: 3.5 in the mean.
  assert.deepEqual(report[2]!.scale, { counts: [0, 1, 0, 0, 1], meanTenths: 35 })
  assert.deepEqual(
    report[3]!.texts.map(({ text: said }) => said),
    ['谢谢'],
  )
})

const flow: FlowTerms = { ...shippedFlow, questions }

test('questions are checked as reasons and offers are: codes once, choices once, no reason that nobody can give', () => {
  const code = (changed: Question[]) => checkFlow({ ...flow, questions: changed })?.code
  assert.equal(code(questions), undefined)
  assert.equal(code([one, one]), 'flow_codes_doubled')
  assert.equal(code([{ ...one, choices: [choices[0]!, choices[0]!] }]), 'flow_codes_doubled')
  assert.equal(code([{ ...one, reasons: ['rain'] }]), 'flow_reason_unknown')
})

test('questions are no taps on the way out, and a flow of more taps than its law lets is refused', () => {
  assert.deepEqual([tapsOf(flow), tapsOf({ ...flow, asksReason: true })], [2, 3])
  const law = packOf('CN@2025-05-01')
  const strict = { ...law, cancelling: { ...law.cancelling, maxTaps: 2 } }
  assert.equal(checkLawful(flow, [strict]), null)
  assert.deepEqual(checkLawful({ ...flow, asksReason: true }, [strict])?.details, {
    ...{ pack: law.id, rule: 'too_many_taps' },
  })
})

const offer = (code: string, given: Partial<OfferRule> = {}): OfferRule => ({
  ...{ code, words: words(code), terms: { kind: 'contact' }, reasons: [], minPaidCents: 0, minDaysHeld: 0 },
  ...{ costCents: 0, maxCostBps: 10_000, monthlyBudgetCents: null, validHours: 24, ...given },
})

test('a version tells what it changed against the one before, and nothing else', () => {
  const before: FlowTerms = { ...flow, offers: [offer('rest'), offer('call')] }
  assert.deepEqual(changesOf(before, structuredClone(before)), [])
  // As the database gives it back: the same, its keys in another order.
  const [{ code, ...rest }, ...others] = before.offers as [OfferRule, ...OfferRule[]]
  assert.deepEqual(changesOf(before, { ...before, offers: [{ ...rest, code }, ...others] }), [])
  const after: FlowTerms = {
    ...{ ...before, holdoutBps: 1_000, winBack: { days: 30, templateId: 't' } },
    reasons: before.reasons.filter(({ code: reason }) => reason !== 'health'),
    questions: [{ ...one, words: words('What above all?') }, scale, text],
    offers: [offer('call'), offer('rest', { costCents: 100 }), offer('days')],
  }
  assert.deepEqual(
    changesOf(before, after).map((change) =>
      'what' in change ? `${change.part} ${change.what} ${change.words.en}` : JSON.stringify(change),
    ),
    [
      '{"part":"holdoutBps","from":500,"to":1000}',
      '{"part":"winBackDays","from":null,"to":30}',
      '{"part":"winBackCoupon","from":null,"to":"t"}',
      'reason removed My health',
      'question changed What above all?',
      'question removed What else?',
      'offer changed rest',
      'offer added days',
      '{"part":"order"}',
    ],
  )
})
