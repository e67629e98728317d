import { type Benefit, type ProgrammeTerms, rankOf } from './programme-rules.ts'
import { benefitsOfRank } from './gift-rules.ts'

/** Members alike, as history counts them. */
type Cohort = {
  tierId: string | null
  reached: number
  tenths: number
  members: number
  yearCents: number
  yearPoints: number
  birthdays: number
}

/** What prices and points are reckoned with. */
export type CostFacts = {
  /** Of price lists: what is paid of the price before; absent lists cost nothing that can be foreseen. */
  rateBpsOf: ReadonlyMap<string, number>
  /** What one point is worth in thousandths of a cent; 0: points do not pay. */
  pointWorthMilliCents: number
}

/** From one rank to another, and how many. 0 is the base level. */
export type Flow = { from: number; to: number; members: number }

export type LevelOutcome = {
  rank: number
  /** On it today, right after publishing, and after the next review if nobody changed their ways. */
  now: number
  atOnce: number
  later: number
  /** What its members spent in the last twelve months. */
  yearCents: number
  costs: { benefitId: string; kind: Benefit['kind']; yearCents: number }[]
}

export type Simulation = {
  members: number
  up: number
  downLater: number
  flows: Flow[]
  laterFlows: Flow[]
  levels: LevelOutcome[]
  /** How far members are from the next level above what they reach: by tenths of the way. */
  distances: { rank: number; tenths: number[] }[]
  yearCostCents: number
}

/**
 * What terms would do to the members as they are (R29): nobody falls by publishing; who reaches more rises at once; who is below
 * falls at their review as the terms say. Costs are a year's at most: every gift taken, every purchase of the last year made
 * again at the level's price. Halves down: a cost is not overstated by rounding.
 */
export function simulate(cohorts: readonly Cohort[], terms: ProgrammeTerms, facts: CostFacts): Simulation {
  const ranks = [0, ...terms.levels.map((_, index) => index + 1)]
  const groups = cohorts.map((cohort) => {
    const from = rankOf(cohort.tierId, terms)
    const atOnce = Math.max(from, cohort.reached)
    return { ...cohort, from, atOnce, later: laterRank(from, cohort.reached, terms) }
  })
  const flows = flowsOf(groups.map(({ from, atOnce, members }) => ({ from, to: atOnce, members })))
  const laterFlows = flowsOf(groups.map(({ atOnce, later, members }) => ({ from: atOnce, to: later, members })))
  const sum = (rows: typeof groups, of: (row: (typeof groups)[number]) => number) =>
    rows.reduce((total, row) => total + of(row), 0)
  const levels = ranks.map((rank): LevelOutcome => {
    const on = groups.filter(({ atOnce }) => atOnce === rank)
    const members = sum(on, (row) => row.members)
    const people = {
      members,
      rising: sum(
        on.filter(({ from }) => from < rank),
        (row) => row.members,
      ),
      birthdays: sum(on, (row) => row.birthdays),
      yearCents: sum(on, (row) => row.yearCents),
      yearPoints: sum(on, (row) => row.yearPoints),
    }
    return {
      ...{ rank, atOnce: members, yearCents: people.yearCents },
      now: sum(
        groups.filter(({ from }) => from === rank),
        (row) => row.members,
      ),
      later: sum(
        groups.filter(({ later }) => later === rank),
        (row) => row.members,
      ),
      costs: benefitsOfRank(rank, terms).map((benefit) => ({
        ...{ benefitId: benefit.benefitId, kind: benefit.kind, yearCents: costOf(benefit, people, facts) },
      })),
    }
  })
  return {
    ...{ flows, laterFlows, levels },
    members: sum(groups, (row) => row.members),
    up: flows.filter(({ from, to }) => to > from).reduce((total, flow) => total + flow.members, 0),
    downLater: laterFlows.filter(({ from, to }) => to < from).reduce((total, flow) => total + flow.members, 0),
    distances: ranks.slice(0, -1).map((rank) => ({
      rank,
      tenths: Array.from({ length: 10 }, (_, tenth) =>
        sum(
          groups.filter(({ reached, tenths }) => reached === rank && tenths === tenth),
          (row) => row.members,
        ),
      ),
    })),
    yearCostCents: levels.flatMap(({ costs }) => costs).reduce((total, { yearCents }) => total + yearCents, 0),
  }
}

/** Where somebody stands after the next review with the units they have. */
function laterRank(from: number, reached: number, terms: ProgrammeTerms): number {
  if (reached >= from || terms.demotion === 'never') return Math.max(from, reached)
  return terms.demotion === 'to_balance' ? Math.min(from - 1, reached) : from - 1
}

function flowsOf(rows: readonly Flow[]): Flow[] {
  const flows = new Map<string, Flow>()
  for (const { from, to, members } of rows) {
    const flow = flows.get(`${from} ${to}`) ?? { from, to, members: 0 }
    flows.set(`${from} ${to}`, { ...flow, members: flow.members + members })
  }
  return [...flows.values()].sort((a, b) => a.from - b.from || a.to - b.to)
}

type People = { members: number; rising: number; birthdays: number; yearCents: number; yearPoints: number }

const periodsAYear = { month: 12, quarter: 4, year: 1 } as const

function costOf(benefit: Benefit, people: People, { rateBpsOf, pointWorthMilliCents }: CostFacts): number {
  switch (benefit.kind) {
    case 'member_price':
      return Math.floor((people.yearCents * (10_000 - (rateBpsOf.get(benefit.priceListId) ?? 10_000))) / 10_000)
    case 'points_times': {
      const extra = Math.floor((people.yearPoints * (benefit.timesBps - 10_000)) / 10_000)
      return Math.floor((extra * pointWorthMilliCents) / 1_000)
    }
    case 'gift':
      return people.members * benefit.quantity * periodsAYear[benefit.every] * benefit.costCents
    case 'upgrade_gift':
      return people.rising * benefit.quantity * benefit.costCents
    case 'birthday_gift':
      return people.birthdays * benefit.quantity * benefit.costCents
    case 'queue_rank':
    case 'early_access':
    case 'named':
      return 0
  }
}
