/** To whom things open earlier, as a till last heard it: by level (null: the base level), and by pass until it runs out. */
export type KeptEarlyAccess = {
  levels: readonly { tierId: string | null; hours: number }[]
  holders: readonly { memberId: string; hours: number; untilAt: string | null }[]
}

/** By how many hours things open earlier for a member, by what a till keeps: the most of their level and their passes. Pure. */
export function keptEarlyHours(
  { levels, holders }: KeptEarlyAccess,
  { memberId, tierId }: { memberId: string; tierId: string | null },
  at: Date,
): number {
  const ofLevel = levels.filter((level) => level.tierId === tierId)
  const ofPasses = holders.filter(
    (holder) => holder.memberId === memberId && (holder.untilAt === null || at < new Date(holder.untilAt)),
  )
  return Math.max(0, ...[...ofLevel, ...ofPasses].map(({ hours }) => hours))
}
