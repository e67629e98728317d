import { refuse, type Refusal } from '#shared/refusal.ts'

/** Odds are written in millionths. */
export const wholeOdds = 1_000_000
/** The worth that a prize of such a draw may have at most, in cents (反不正当竞争法: 50,000 yuan). */
export const mostWorthCents = 5_000_000

export type Prize = {
  name: string
  kind: 'points' | 'coupon' | 'reward'
  points: number | null
  couponTemplateId: string | null
  rewardId: string | null
  worthCents: number
  oddsPpm: number
  total: number
}

/** May a draw with these prizes be published? Odds in all at most one; each prize within the law and with what it gives. */
export function checkPrizes(
  prizes: readonly Prize[],
): Refusal<'draw_needs_prizes' | 'draw_odds_too_high' | 'draw_prize_too_dear' | 'draw_prize_incomplete'> | null {
  if (prizes.length === 0) return refuse('draw_needs_prizes')
  if (prizes.reduce((sum, { oddsPpm }) => sum + oddsPpm, 0) > wholeOdds) return refuse('draw_odds_too_high')
  for (const prize of prizes) {
    if (prize.worthCents > mostWorthCents) return refuse('draw_prize_too_dear', { name: prize.name })
    const given = { points: prize.points, coupon: prize.couponTemplateId, reward: prize.rewardId }[prize.kind]
    if (given === null || given === 0) return refuse('draw_prize_incomplete', { name: prize.name })
  }
  return null
}

/**
 * The roll of an entry, from 0 to 999,999: the first twelve hexadecimal digits of HMAC-SHA256(seed, `<draw id>/<number>`) modulo a
 * million. Whoever has the seed, shown when the draw is over, computes every roll again. Off from even by less than one in 10⁸.
 */
export function rollOf(digest: string): number {
  return Number(BigInt(`0x${digest.slice(0, 12)}`) % BigInt(wholeOdds))
}

/** The place of the prize that a roll hits, in the order in which the prizes were published; null: none. */
export function prizeAt(prizes: readonly { oddsPpm: number }[], roll: number): number | null {
  let edge = 0
  for (const [position, { oddsPpm }] of prizes.entries()) {
    edge += oddsPpm
    if (roll < edge) return position
  }
  return null
}
