import type { ProgrammeTerms } from '#modules/tiers/programme-rules.ts'
import { placementSweep, publishProgramme } from '#modules/tiers/publish-programme.ts'
import { readProgramme } from '#modules/tiers/programme-queries.ts'
import type { Work } from '#platform/work.ts'
import { newId } from '#shared/ids.ts'

/** Silver from 1,000.00, gold from 3,000.00, black from 9,000.00 in twelve months, without benefits unless given. */
export function programmeTerms(
  given: Partial<ProgrammeTerms> = {},
): ProgrammeTerms & { ids: [string, string, string] } {
  const ids: [string, string, string] = [newId(), newId(), newId()]
  const level = (index: 0 | 1 | 2, name: string, units: number) => ({
    ...{ tierId: ids[index], name, colour: index + 2, units, benefits: [] },
  })
  return {
    ...{ measure: 'spend', window: 'rolling_12_months', growth: { perCents: 0, perVisit: 0 } },
    ...{ demotion: 'one_step', graceDays: 30, base: { name: '普通会员', colour: 0, benefits: [] } },
    levels: [level(0, '银卡', 100_000), level(1, '金卡', 300_000), level(2, '黑卡', 900_000)],
    ...given,
    ids,
  }
}

/** Publishes the next version and puts it into force over everybody there is. */
export async function makeProgramme(
  work: Work,
  { ids: _ids, ...terms }: ProgrammeTerms & { ids?: unknown },
): Promise<{ version: number }> {
  const before = await readProgramme(work)
  const published = await publishProgramme(work, { version: before?.version ?? 0, terms })
  while (await placementSweep.run(work)) {
    // page by page
  }
  return published
}
