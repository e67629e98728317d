import { earnBasisOf, pointsFor } from '#modules/cashier/pricing/tender-plan-rules.ts'
import { countOf, type CountedLine, piecesOf } from '#modules/points/campaign-rules.ts'
import type { CampaignGive, CapKind } from '#modules/points/campaign-types.ts'
import { allocate } from '#shared/money.ts'
import type { SaleRecord } from './sale-records.ts'

/** One reason why a sale earned points: the base rule (`campaignId` null) or a campaign, with what it counted. */
export type EarnedPart = {
  campaignId: string | null
  version: number | null
  name: string | null
  points: number
  /** What it gives: for the base so many points per so many cents. */
  give: CampaignGive
  basisCents: number
  pieces: number
  minBasisCents: number
  cappedBy: CapKind | null
  /** The points spread over the lines that counted, by largest remainder (R19); they sum to `points`. */
  lines: { lineId: string; points: number }[]
}

/** Why a sale earned what it did, from the figures that it keeps: the base first, then each campaign. They sum to `pointsEarned`. */
export function earnedParts(
  sale: Pick<SaleRecord, 'earnRule' | 'pointsEarned' | 'tenders'> & {
    lines: readonly Pick<
      SaleRecord['lines'][number],
      'lineId' | 'quantityMilli' | 'isWeighed' | 'netCents' | 'taxCents' | 'earnsPoints' | 'tenderCents'
    >[]
  },
): EarnedPart[] {
  const { earnRule: rule } = sale
  if (!rule || sale.pointsEarned === 0) return []
  const counted = sale.lines.map(({ lineId, quantityMilli, isWeighed, ...line }): CountedLine => {
    return { lineId, quantityMilli, isWeighed, basisCents: earnBasisOf(line, sale.tenders, rule) }
  })
  const earning = counted.filter(({ basisCents }) => basisCents > 0)
  const { basisCents, pieces } = countOf(earning)
  const base: EarnedPart = {
    ...{ campaignId: null, version: null, name: null, minBasisCents: 0, cappedBy: null },
    ...{ points: pointsFor(basisCents, rule), basisCents, pieces },
    give: { kind: 'per_amount', points: rule.points, perCents: rule.perCents },
    lines: spread(
      pointsFor(basisCents, rule),
      earning,
      earning.map((line) => line.basisCents),
    ),
  }
  const gifts = (rule.given ?? []).map(({ lineIds, capPoints: _, ...gift }): EarnedPart => {
    const lines = earning.filter(({ lineId }) => lineIds.includes(lineId))
    const weights = lines.map(gift.give.kind === 'per_piece' ? piecesOf : (line) => line.basisCents)
    return { ...gift, ...countOf(lines), lines: spread(gift.points, lines, weights) }
  })
  return [...(base.points > 0 ? [base] : []), ...gifts]
}

function spread(points: number, lines: readonly CountedLine[], weights: readonly number[]) {
  return allocate(points, weights).map((share, index) => ({ lineId: lines[index]!.lineId, points: share }))
}
