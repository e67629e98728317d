import { isInScope } from '#modules/catalog/item-scope-rules.ts'
import type { CampaignGift, CampaignGive, OpenCampaign } from './campaign-types.ts'
import type { EarnRule } from './earn-rules.ts'

/** What of a sale's line counts: its basis by R12, and its pieces. Also asked for what a refund leaves of it. */
export type CountedLine = { lineId: string; basisCents: number; quantityMilli: number; isWeighed: boolean }
/** A line with what scopes ask of its item. */
export type EarningLine = CountedLine & { productId: string; categoryIds: readonly string[] }

/**
 * What the campaigns open to a sale give beside its base points, each rounded down once (R12), cut by its caps. Of a group only
 * the one that gives most is kept. Campaigns that give nothing are left out.
 */
export function giveCampaigns(lines: readonly EarningLine[], rule: EarnRule): CampaignGift[] {
  const gifts: { gift: CampaignGift; campaign: OpenCampaign }[] = []
  for (const campaign of rule.campaigns ?? []) {
    const counted = lines.filter((line) => line.basisCents > 0 && isInScope(campaign.scope, line))
    const { give, minBasisCents, capPoints } = campaign
    const uncut = pointsOf(give, minBasisCents, counted, rule)
    const points = cut(uncut, capPoints)
    if (points === 0) continue
    const { campaignId, version, name } = campaign
    const lineIds = counted.map(({ lineId }) => lineId)
    const cappedBy = points < uncut ? campaign.cappedBy : null
    gifts.push({
      campaign,
      gift: { campaignId, version, name, give, minBasisCents, lineIds, capPoints, cappedBy, points },
    })
  }
  return gifts.filter((one) => gifts.every((other) => other === one || !isBeaten(one, other))).map(({ gift }) => gift)
}

type Rival = { gift: CampaignGift; campaign: OpenCampaign }

function isBeaten(one: Rival, other: Rival): boolean {
  const { group, priority, campaignId } = one.campaign
  if (group === null || other.campaign.group !== group) return false
  if (other.gift.points !== one.gift.points) return other.gift.points > one.gift.points
  if (other.campaign.priority !== priority) return other.campaign.priority < priority
  return other.campaign.campaignId < campaignId
}

/**
 * What each campaign that gave still gives for what is left of the sale: earned(remaining) of R14. The campaigns are those that
 * gave then, with the caps of then: nothing of today is asked. Never more than was given.
 */
export function giftsLeft(
  rests: readonly CountedLine[],
  rule: EarnRule | null,
): { campaignId: string; points: number }[] {
  if (!rule?.given) return []
  return rule.given.map(({ campaignId, give, minBasisCents, lineIds, capPoints, points }) => {
    const counted = rests.filter((line) => line.basisCents > 0 && lineIds.includes(line.lineId))
    return { campaignId, points: Math.min(points, cut(pointsOf(give, minBasisCents, counted, rule), capPoints)) }
  })
}

export function sumOfGifts(gifts: readonly { points: number }[]): number {
  return gifts.reduce((sum, { points }) => sum + points, 0)
}

/** How much of the basis, and how many pieces, a campaign counts. */
export function countOf(counted: readonly CountedLine[]): { basisCents: number; pieces: number } {
  return {
    basisCents: counted.reduce((sum, { basisCents }) => sum + basisCents, 0),
    pieces: counted.reduce((sum, line) => sum + piecesOf(line), 0),
  }
}

export function piecesOf({ isWeighed, quantityMilli }: CountedLine): number {
  return isWeighed ? 0 : Math.floor(quantityMilli / 1000)
}

function cut(points: number, capPoints: number | null): number {
  return capPoints === null ? points : Math.min(points, capPoints)
}

function pointsOf(give: CampaignGive, minBasisCents: number, counted: readonly CountedLine[], base: EarnRule): number {
  const { basisCents, pieces } = countOf(counted)
  if (basisCents === 0 || basisCents < minBasisCents) return 0
  switch (give.kind) {
    case 'multiplier': {
      const above = BigInt(basisCents) * BigInt(base.points) * BigInt(give.rateBps - 10_000)
      return Number(above / (BigInt(base.perCents) * 10_000n))
    }
    case 'per_amount':
      return Math.floor(basisCents / give.perCents) * give.points
    case 'fixed':
      return give.points
    case 'per_piece':
      return pieces * give.points
  }
}
