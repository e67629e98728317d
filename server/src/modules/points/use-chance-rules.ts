import { mulDivRound } from '#shared/money.ts'

/** What became of points that have ended, as they stood so many days before their end, by part of the members (0 to 9). */
export type Fate = {
  daysLeft: number
  isQuiet: boolean
  part: number
  lots: number
  openUnits: number
  usedUnits: number
}

/** The share of points with so many days left that is used in time, in basis points, over all members and by whether they were here lately. */
export type ChanceStep = { daysLeft: number; bps: number; quietBps: number; livelyBps: number; lots: number }

export type UseChance = {
  steps: ChanceStep[]
  /** Relative half width of the 95 % interval of what is expected to be used, in basis points: by leaving out each tenth of the members. */
  marginBps: number
  lots: number
}

/** At these days before the end the past is looked at. */
export const chanceDays = [1, 7, 14, 30, 60, 90, 180, 365] as const

const leastLots = 100
/** A group's own share counts as much as that of all once so many of its lots were seen. */
const priorLots = 30

/**
 * How likely a point is used before its day, from what became of the shop's own points: of all that were open so many days before their
 * end, what was used in the time that was left. That is the run-off ("chain ladder") estimate of insurers' reserves by time to run,
 * weighed by volume (T. Mack, ASTIN Bulletin 23/2, 1993), over lots whose end has come, so none is cut off. More days left are never less
 * chance (pooled where the sample says otherwise). Members who were here lately and those who were not have shares of their own, drawn
 * towards the common one where few lots were seen. Null where fewer than a hundred lots have ended: no figure is better than a guess.
 */
export function estimateUse(fates: readonly Fate[]): UseChance | null {
  const lots = Math.max(
    0,
    ...chanceDays.map((days) =>
      sumOf(
        fates.filter(({ daysLeft }) => daysLeft === days),
        'lots',
      ),
    ),
  )
  if (lots < leastLots) return null
  const margins = chanceDays.map((daysLeft) => shareOf(fates.filter((fate) => fate.daysLeft === daysLeft)))
  const common = pooled(margins)
  const group = (isQuiet: boolean) =>
    pooled(
      chanceDays.map((daysLeft, index) => {
        const own = fates.filter((fate) => fate.daysLeft === daysLeft && fate.isQuiet === isQuiet)
        const seen = sumOf(own, 'lots')
        const { share } = shareOf(own)
        const drawn = (share * seen + common[index]! * priorLots) / (seen + priorLots)
        return { share: drawn, weight: seen + priorLots }
      }),
    )
  const [quiet, lively] = [group(true), group(false)]
  const steps = chanceDays.map((daysLeft, index) => ({
    ...{
      daysLeft,
      bps: bpsOfShare(common[index]!),
      quietBps: bpsOfShare(quiet[index]!),
      livelyBps: bpsOfShare(lively[index]!),
    },
    lots: sumOf(
      fates.filter((fate) => fate.daysLeft === daysLeft),
      'lots',
    ),
  }))
  return { steps, marginBps: marginOf(fates), lots }
}

/** The chance of points with so many days left: between two steps in a straight line, before the first from zero, after the last as there. */
export function chanceOf({ steps }: UseChance, daysLeft: number, isQuiet?: boolean): number {
  const valueOf = ({ bps, quietBps, livelyBps }: ChanceStep) =>
    isQuiet === undefined ? bps : isQuiet ? quietBps : livelyBps
  const after = steps.findIndex((step) => step.daysLeft >= daysLeft)
  if (after === -1) return valueOf(steps.at(-1)!)
  const high = steps[after]!
  const low = after === 0 ? { daysLeft: 0, value: 0 } : { ...steps[after - 1]!, value: valueOf(steps[after - 1]!) }
  const span = high.daysLeft - low.daysLeft
  return low.value + mulDivRound(valueOf(high) - low.value, Math.max(0, daysLeft - low.daysLeft), span)
}

/** How many of so many points are expected to be used in time. */
export function expectedUse(points: number, chanceBps: number): number {
  return mulDivRound(points, chanceBps, 10_000)
}

type Share = { share: number; weight: number }

function shareOf(fates: readonly Fate[]): Share {
  const open = sumOf(fates, 'openUnits')
  return { share: open === 0 ? 0 : sumOf(fates, 'usedUnits') / open, weight: open }
}

/** Shares that rise with the days left: neighbours that do not are one, weighed (pool adjacent violators). */
function pooled(shares: readonly Share[]): number[] {
  const blocks: (Share & { size: number })[] = []
  for (const { share, weight } of shares) {
    let block = { share, weight, size: 1 }
    while (blocks.length > 0 && blocks.at(-1)!.share > block.share) {
      const last = blocks.pop()!
      const both = last.weight + block.weight
      const mean = both === 0 ? block.share : (last.share * last.weight + block.share * block.weight) / both
      block = { share: mean, weight: both, size: last.size + block.size }
    }
    blocks.push(block)
  }
  return blocks.flatMap(({ share, size }) => Array.from({ length: size }, () => share))
}

/** From leaving out each tenth of the members once (jackknife) at a month before the end. */
function marginOf(fates: readonly Fate[]): number {
  const month = fates.filter(({ daysLeft }) => daysLeft === 30)
  const parts = [...new Set(month.map(({ part }) => part))]
  const whole = shareOf(month).share
  if (parts.length < 2 || whole === 0) return 10_000
  const without = parts.map((left) => shareOf(month.filter(({ part }) => part !== left)).share)
  const mean = without.reduce((sum, share) => sum + share, 0) / without.length
  const spread = without.reduce((sum, share) => sum + (share - mean) ** 2, 0)
  const error = 1.96 * Math.sqrt(((parts.length - 1) / parts.length) * spread)
  return Math.min(10_000, bpsOfShare(error / whole))
}

const sumOf = (fates: readonly Fate[], field: 'lots' | 'openUnits' | 'usedUnits') =>
  fates.reduce((sum, fate) => sum + fate[field], 0)

const bpsOfShare = (share: number) => Math.round(Math.min(1, Math.max(0, share)) * 10_000)
