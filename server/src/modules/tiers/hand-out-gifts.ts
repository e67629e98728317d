import { lockMembers } from '#modules/members/lock-members.ts'
import type { DueSweep } from '#platform/due-work.ts'
import { noteDue } from '#platform/due-work.ts'
import type { Work } from '#platform/work.ts'
import { addDays, type Day, startOfLocalDay } from '#shared/business-day.ts'
import { isRefusal } from '#shared/refusal.ts'
import { readBirthdays, readGifts, readRound, readTierMembers, writeRound } from './gift-queries.ts'
import { benefitsOfRank, birthdayGuardDay, nextPeriod, periodOf } from './gift-rules.ts'
import { giveGift } from './give-gifts.ts'
import { type Benefit, type ProgrammeTerms, tierIdOf } from './programme-rules.ts'
import { settingOf } from './settle-members.ts'

const membersPerRound = 500
const periodKind = 'tiers.period_gifts'
const birthdayKind = 'tiers.birthday_gifts'

/** Looks at the gifts that come by themselves, now: a version was published. */
export async function noteGiftsDue(work: Work): Promise<void> {
  await Promise.all([noteDue(work, periodKind, work.at), noteDue(work, birthdayKind, work.at)])
}

type PeriodGift = Extract<Benefit, { kind: 'gift' }>

function automaticGifts({ levels }: ProgrammeTerms): { tierId: string; benefit: PeriodGift }[] {
  return levels.flatMap(({ tierId, benefits }) =>
    benefits.flatMap((benefit) => (benefit.kind === 'gift' && benefit.isAutomatic ? [{ tierId, benefit }] : [])),
  )
}

/** The gifts that a period brings to everybody on a level: on its first morning, in key order, a page at a time. */
export const periodGiftSweep: DueSweep = {
  kind: periodKind,
  async run(work) {
    const setting = await settingOf(work)
    if (!setting) return null
    const { today, timeZone, programme } = setting
    const gifts = automaticGifts(programme.terms)
    for (const gift of gifts) {
      if (await handOutPage(work, gift, today)) return work.at
    }
    const next = gifts.map(({ benefit }) => nextPeriod(periodOf(today, benefit.every), benefit.every)).sort()[0]
    return next ? startOfLocalDay(next, timeZone) : null
  },
}

/** One page of a benefit's round; false when it is over. */
async function handOutPage(
  work: Work,
  { tierId, benefit }: { tierId: string; benefit: PeriodGift },
  today: Day,
): Promise<boolean> {
  const { benefitId, every, quantity } = benefit
  const period = periodOf(today, every)
  const round = await readRound(work, { benefitId, period })
  if (round?.doneAt) return false
  const page = await readTierMembers(work, tierId, round?.afterMemberId ?? null, membersPerRound)
  const members = await lockMembers(work, page)
  const [gifts] = await Promise.all([readGifts(work, page, period)])
  const turns = page
    .filter((memberId) => {
      const member = members.get(memberId)!
      return !isRefusal(member) && member.tierId === tierId
    })
    .filter((memberId) => !gifts.some((gift) => gift.memberId === memberId && gift.benefitId === benefitId))
    .map((memberId) => ({ memberId, period, place: 1 }))
  await giveGift(work, { benefit, tierId, turns, quantity, day: today })
  const isOver = page.length < membersPerRound
  await writeRound(work, { benefitId, period, afterMemberId: page.at(-1) ?? null, doneAt: isOver ? work.at : null })
  return true
}

type BirthdayGift = Extract<Benefit, { kind: 'birthday_gift' }>

function birthdayGifts(terms: ProgrammeTerms): { tierId: string | null; benefits: BirthdayGift[] }[] {
  return [0, ...terms.levels.map((_, index) => index + 1)]
    .map((rank) => ({
      tierId: tierIdOf(rank, terms),
      benefits: benefitsOfRank(rank, terms).filter((benefit) => benefit.kind === 'birthday_gift'),
    }))
    .filter(({ benefits }) => benefits.length > 0)
}

/**
 * Birthday gifts, every morning of the store: to whose birthday is near enough for their level. A gift keeps the next one away
 * for most of a year, whatever becomes of the birthday or the level in between.
 */
export const birthdayGiftSweep: DueSweep = {
  kind: birthdayKind,
  async run(work) {
    const setting = await settingOf(work)
    if (!setting) return null
    const { today, timeZone, programme } = setting
    const byTier = birthdayGifts(programme.terms)
    if (byTier.length === 0) return null
    const wanted = {
      ...{ today, guardDay: birthdayGuardDay(today), limit: membersPerRound },
      levels: byTier.map(({ tierId, benefits }) => ({
        tierId,
        daysBefore: Math.max(...benefits.map(({ daysBefore }) => daysBefore)),
      })),
    }
    const near = await readBirthdays(work, wanted)
    await lockMembers(
      work,
      near.map(({ memberId }) => memberId),
    )
    // Read again under the locks: another worker may have been here meanwhile.
    const due = near.length === 0 ? [] : await readBirthdays(work, wanted)
    for (const { tierId, benefits } of byTier) {
      const turns = due
        .filter((member) => member.tierId === tierId)
        .map(({ memberId, birthday }) => ({ memberId, period: birthday, place: 1 }))
      for (const benefit of benefits) {
        await giveGift(work, { benefit, tierId, turns, quantity: benefit.quantity, day: today })
      }
    }
    return near.length === membersPerRound ? work.at : startOfLocalDay(addDays(today, 1), timeZone)
  },
}
