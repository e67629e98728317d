/** Of so many, so many stayed. */
export type Share = { stayed: number; of: number }

export type Effect = {
  offered: Share
  heldOut: Share
  /** What offers add to staying, in basis points of leavers, with its 95 % interval; null while a side is empty. */
  differenceBps: number | null
  fromBps: number | null
  untilBps: number | null
}

const z = 1.959963984540054

/**
 * What offers add, against those who are never made one: the difference of two shares with Newcombe's hybrid score interval (Newcombe 1998,
 * Statistics in Medicine 17, method 10), which holds for small shops, too. In basis points, rounded half away from zero.
 */
export function effectOf(offered: Share, heldOut: Share): Effect {
  if (offered.of === 0 || heldOut.of === 0) {
    return { offered, heldOut, differenceBps: null, fromBps: null, untilBps: null }
  }
  const [p1, p2] = [offered.stayed / offered.of, heldOut.stayed / heldOut.of]
  const [one, two] = [wilson(offered), wilson(heldOut)]
  const difference = p1 - p2
  return {
    offered,
    heldOut,
    differenceBps: bps(difference),
    fromBps: bps(difference - Math.hypot(p1 - one.from, two.until - p2)),
    untilBps: bps(difference + Math.hypot(one.until - p1, p2 - two.from)),
  }
}

/** Wilson's score interval of one share. */
function wilson({ stayed, of }: Share): { from: number; until: number } {
  const p = stayed / of
  const centre = p + (z * z) / (2 * of)
  const spread = z * Math.sqrt((p * (1 - p)) / of + (z * z) / (4 * of * of))
  const scale = 1 + (z * z) / of
  return { from: (centre - spread) / scale, until: (centre + spread) / scale }
}

const bps = (share: number) => Math.sign(share) * Math.round(Math.abs(share) * 10_000)
