import { nextMorning } from '#modules/shops/next-morning.ts'
import { type DueSweep, noteDue } from '#platform/due-work.ts'
import { forEachMerchant, type Job } from '#platform/jobs.ts'
import type { Work } from '#platform/work.ts'
import { readHeldPasses } from './held-passes.ts'
import { noteTold, readEndingPasses, readExpiredPasses } from './notice-queries.ts'
import { toldForDays } from './notice-rules.ts'

const sweepKind = 'passes.tell_ends'
const perRound = 500
/**
 * Tells holders of passes that end in 30, 7 and 1 days and of those that have ended: an event on the member's line, once for each end
 * and step for ever, set-wise. A pass on which nothing is left is not told of before its end: nothing is lost with it.
 */
export const passEndSweep: DueSweep = {
  kind: sweepKind,
  async run(work) {
    const [ending, expired] = await Promise.all([
      readEndingPasses(work, perRound),
      readExpiredPasses(work, toldForDays, perRound),
    ])
    if (ending.length + expired.length === 0) return null
    const isWorth = await withSomethingLeft(
      work,
      ending.map(({ passId }) => passId),
    )
    const told = await noteTold(work, [...ending, ...expired.map((pass) => ({ ...pass, step: 0 }))])
    for (const { passId, planId, memberId, day, daysLeft, step } of ending) {
      if (!told.has(passId) || !isWorth.has(passId)) continue
      const data = { passId, planId, day, daysLeft, step }
      work.emit({ type: 'pass.ends_soon', subject: { kind: 'member', id: memberId }, data })
    }
    for (const { passId, planId, memberId, day } of expired) {
      if (!told.has(passId)) continue
      work.emit({ type: 'pass.expired', subject: { kind: 'member', id: memberId }, data: { passId, planId, day } })
    }
    return ending.length === perRound || expired.length === perRound ? work.at : null
  },
}

async function withSomethingLeft(work: Work, passIds: readonly string[]): Promise<Set<string>> {
  const held = await readHeldPasses(work, passIds)
  return new Set(
    held
      .filter(({ left }) => [...left.values()].some((units) => units === null || units > 0))
      .map(({ pass }) => pass.id),
  )
}

/** Once in the morning of each shop; a morning that was missed is made up for when somebody is there again. */
export const tellPassEndsJob: Job = {
  name: sweepKind,
  cron: '17 * * * *',
  run: (tools) => forEachMerchant(tools, sweepKind, async (work) => noteDue(work, sweepKind, await nextMorning(work))),
}
