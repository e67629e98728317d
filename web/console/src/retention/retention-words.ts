import { api, type ResponseOf } from '@staff/api'
import { formatMoney } from '@staff/ui'
import type { OfferTerms } from '#modules/retention/flow-types.ts'
import { language, t } from '#app/i18n.ts'

export type Report = ResponseOf<typeof api.retentionReport>
export type Effect = Report['effects'][number]
type ReadAnswer = FollowUp['answers'][number]
export type FollowUp = ResponseOf<typeof api.followUpList>['items'][number]

/** Everything that shows leavings and has to be read again after one went on. */
export const leavingChanges = [
  api.followUpList,
  api.handOverList,
  api.leavingList,
  api.retentionReport,
  api.retentionBreakdown,
  api.retentionAnswers,
  api.leavingPageList,
  api.leavingPageGet,
]

/** A reason in the reader's language; a leaving without one, or with one that no flow knows any more, says so. */
export function reasonWords({ reasonCode, words }: Pick<Report['reasons'][number], 'reasonCode' | 'words'>): string {
  if (reasonCode === null) return t('retention.noReason')
  return words?.[language()] ?? reasonCode
}

/** What was answered, in the reader's language. */
export function answerWords(answer: ReadAnswer): string {
  if ('choices' in answer) return answer.choices.map((words) => words[language()]).join(t('retention.by.comma'))
  if ('scale' in answer) return t('retention.survey.place', { place: answer.scale, most: answer.most })
  return answer.text
}

/** What an offer gives, in a few words. */
export function termsWords(terms: OfferTerms): string {
  const kind = t(`retention.kind.${terms.kind}`)
  return 'days' in terms ? t('retention.kindDays', { kind, count: terms.days }) : kind
}

export const percent = (bps: number): string => `${Math.round(bps / 10) / 10}%`

/** So many of so many, as a share. Nothing of nobody. */
export function shareWords({ stayed, of }: Effect['offered']): string {
  return of === 0 ? '–' : t('retention.effect.share', { stayed, of, percent: percent((stayed * 10_000) / of) })
}

/** Fewer people on a side than this say nothing that holds. */
const fewest = 30

/** What offers do, as honestly as the numbers let: too few, no difference to be seen, more or fewer who stay. */
export function effectWords({ offered, heldOut, differenceBps, fromBps, untilBps }: Effect): string {
  if (offered.of === 0 && heldOut.of === 0) return t('retention.effect.nobody')
  if (differenceBps === null || fromBps === null || untilBps === null) return t('retention.effect.noCompare')
  if (Math.min(offered.of, heldOut.of) < fewest) return t('retention.effect.tooFew', { count: fewest })
  if (fromBps <= 0 && untilBps >= 0) return t('retention.effect.unclear')
  return t(differenceBps > 0 ? 'retention.effect.more' : 'retention.effect.fewer', {
    percent: percent(Math.abs(differenceBps)),
  })
}

/** The difference and between what it lies, in points of a hundred. */
export function intervalWords({
  differenceBps,
  fromBps,
  untilBps,
}: Pick<Effect, 'differenceBps' | 'fromBps' | 'untilBps'>): string {
  if (differenceBps === null || fromBps === null || untilBps === null) return '–'
  return t('retention.effect.interval', {
    mean: signed(differenceBps),
    from: signed(fromBps),
    until: signed(untilBps),
  })
}

type Interval = Pick<Effect['money'], 'differenceCents' | 'fromCents' | 'untilCents'>

/** The difference in money and between what it lies; without an interval where a side is too small for one. */
export function moneyIntervalWords({ differenceCents, fromCents, untilCents }: Interval): string {
  if (differenceCents === null) return '–'
  if (fromCents === null || untilCents === null) return formatMoney(differenceCents)
  return t('retention.effect.interval', {
    mean: formatMoney(differenceCents),
    from: formatMoney(fromCents),
    until: formatMoney(untilCents),
  })
}

const signed = (bps: number) => `${bps > 0 ? '+' : bps < 0 ? '−' : ''}${percent(Math.abs(bps))}`

/** What the shop spent for each who stayed because of offers; null where that is not known. */
export function costPerSaved({ offered, differenceBps, fromBps, costCents }: Effect): string | null {
  if (differenceBps === null || fromBps === null || fromBps <= 0) return null
  const saved = (offered.of * differenceBps) / 10_000
  return formatMoney(Math.round(costCents / saved))
}
