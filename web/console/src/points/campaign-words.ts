import { isAlways } from '#shared/recurring-times.ts'
import type { api, ResponseOf } from '@staff/api'
import type { Tone } from '@staff/ui'
import { language, t, type SentenceKey } from '#app/i18n.ts'
import { joined, type NameOf, namedIn, scopeWords, shortMoney, timesWords } from '#console/promotions/terms-words.ts'

export type CampaignRow = ResponseOf<typeof api.campaignList>['items'][number]
export type CampaignTerms = CampaignRow['terms']
export type CampaignGive = CampaignTerms['give']
export type Earned = ResponseOf<typeof api.saleGet>['earned'][number]

export const giveKinds = ['multiplier', 'per_amount', 'fixed', 'per_piece'] as const

export const stateWords = {
  running: { label: 'campaigns.state.running', tone: 'good' },
  planned: { label: 'campaigns.state.planned', tone: 'info' },
  ended: { label: 'campaigns.state.ended', tone: 'plain' },
} as const satisfies Record<CampaignRow['state'], { label: SentenceKey; tone: Tone }>

/** 20,000 basis points are 2 times, 15,000 are 1.5. */
export const timesOf = (rateBps: number) => String(rateBps / 10_000)

/** What it gives, as a cashier says it: “积分 2 倍”. */
export function giveWords(give: CampaignGive): string {
  switch (give.kind) {
    case 'multiplier':
      return t('campaigns.give.multiplier', { times: timesOf(give.rateBps) })
    case 'per_amount':
      return t('campaigns.give.per_amount', { amount: shortMoney(give.perCents), count: give.points })
    case 'fixed':
      return t('campaigns.give.fixed', { count: give.points })
    case 'per_piece':
      return t('campaigns.give.per_piece', { count: give.points })
  }
}

export type Names = { nameOf: NameOf; tierName: (id: string) => string; storeNames: ReadonlyMap<string, string> }

/** Parts of a sentence, one after the other. */
const phrases = (parts: readonly string[]) => parts.join(language() === 'zh' ? '，' : ', ')

/** Points with their thousands apart. */
export const pointsText = (points: number) => new Intl.NumberFormat(language() === 'zh' ? 'zh-CN' : 'en').format(points)

/** The whole of a campaign in one sentence: when, for whom, where, on what, how much; its caps after a stroke. */
export function campaignSentence(terms: CampaignTerms, names: Names): string {
  const { times, occasion, tierIds, storeIds, channels, scope, minBasisCents, give } = terms
  const conditions = [
    ...(isAlways(times) ? [] : [timesWords(times)]),
    ...(occasion === 'any' ? [] : [t(`campaigns.occasion.${occasion}`)]),
    ...(tierIds ? [joined(tierIds.map(names.tierName))] : []),
    ...(storeIds ? [joined(storeIds.map((id) => names.storeNames.get(id) ?? '…'))] : []),
    ...(channels ? [joined(channels.map((channel) => t(`campaigns.channel.${channel}`)))] : []),
    ...(scope.of === 'all' && namedIn(scope).productIds.length + namedIn(scope).categoryIds.length === 0
      ? []
      : [t('campaigns.on', { goods: scopeWords(scope, names.nameOf) })]),
    ...(minBasisCents > 0 ? [t('campaigns.from', { amount: shortMoney(minBasisCents) })] : []),
  ]
  const rule = phrases([...conditions, giveWords(give)])
  const caps = capWords(terms)
  return caps.length === 0 ? rule : t('campaigns.withCaps', { rule, caps: phrases(caps) })
}

export function capWords({ caps }: CampaignTerms): string[] {
  const { salePoints, memberDayPoints, memberMonthPoints, memberUses } = caps
  return [
    ...(salePoints === null ? [] : [t('campaigns.cap.sale', { count: salePoints })]),
    ...(memberDayPoints === null ? [] : [t('campaigns.cap.member_day', { count: memberDayPoints })]),
    ...(memberMonthPoints === null ? [] : [t('campaigns.cap.member_month', { count: memberMonthPoints })]),
    ...(memberUses === null ? [] : [t(`campaigns.cap.uses.${memberUses.per}`, { count: memberUses.count })]),
  ]
}

export function namedInCampaign({ scope }: CampaignTerms) {
  return namedIn(scope)
}

/** Why a part of a sale's points was given: “消费 ¥128.50，每 ¥1 得 1 积分”. The base has no name of its own. */
export function earnedWords({ campaignId, give, basisCents, pieces, minBasisCents, cappedBy }: Earned): string {
  const basis = shortMoney(basisCents)
  const rule =
    campaignId === null && give.kind === 'per_amount'
      ? t('campaigns.why.base', { basis, amount: shortMoney(give.perCents), count: give.points })
      : give.kind === 'per_piece'
        ? t('campaigns.why.pieces', { pieces, give: giveWords(give) })
        : give.kind === 'fixed' && minBasisCents > 0
          ? t('campaigns.why.reached', { amount: shortMoney(minBasisCents), give: giveWords(give) })
          : t('campaigns.why.basis', { basis, give: giveWords(give) })
  return cappedBy === null ? rule : t('campaigns.why.capped', { rule, cap: t(`campaigns.capped.${cappedBy}`) })
}
