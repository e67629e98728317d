import { readItemFacts } from '#modules/catalog/item-facts.ts'
import { templateFacts } from '#modules/coupons/template-facts.ts'
import { noteDue } from '#platform/due-work.ts'
import type { DueSweep } from '#platform/due-work.ts'
import type { Work } from '#platform/work.ts'
import { accept, refuse, Refused } from '#shared/refusal.ts'
import { isGift } from './gift-rules.ts'
import { noteGiftsDue } from './hand-out-gifts.ts'
import {
  deletePlacement,
  readPlacement,
  readPlacementPage,
  startPlacement,
  writePlacement,
} from './placement-queries.ts'
import { insertProgramme, readProgramme, writeTiers } from './programme-queries.ts'
import { checkTerms, type ProgrammeTerms } from './programme-rules.ts'
import { settleMembers } from './settle-members.ts'

const membersPerRound = 500
const placementKind = 'tiers.placement'

/**
 * Publishes the next version: in force from now on for whoever does something, and put into force over everybody else page by
 * page. The first one also counts what members did before there was any, as does the first that counts actions.
 *
 * Refuses unsound terms, price lists that are not the level's own, templates that nobody has, and a save over a version that
 * somebody published meanwhile. A version takes a level from nobody: who is below a new threshold meets it at the next review.
 */
export async function publishProgramme(
  work: Work,
  { version, terms }: { version: number; terms: ProgrammeTerms },
): Promise<{ version: number }> {
  accept(checkTerms(terms))
  const before = await readProgramme(work)
  const last = before?.version ?? 0
  if (version !== last) throw new Refused('settings_changed')
  await checkReferences(work, terms)
  if (!(await insertProgramme(work, { version: last + 1, terms }))) throw new Refused('settings_changed')
  await writeTiers(work, terms.levels)
  const asksAnew = Boolean(terms.growth.perAction) && !before?.terms.growth.perAction
  await startPlacement(work, { version: last + 1, countsHistory: last === 0 || asksAnew })
  await noteDue(work, placementKind, work.at)
  work.audit({
    action: 'tiers.manage',
    subject: { kind: 'merchant', id: work.merchantId },
    changes: { version: [last, last + 1], terms: [before?.terms ?? null, terms] },
  })
  return { version: last + 1 }
}

async function checkReferences(work: Work, { base, levels }: ProgrammeTerms): Promise<void> {
  const benefits = [base, ...levels].flatMap((level) => level.benefits)
  const templates = await templateFacts(
    work,
    benefits.filter(isGift).map(({ templateId }) => templateId),
  )
  for (const { templateId } of benefits.filter(isGift)) {
    const template = templates.get(templateId)
    if (!template) throw new Refused('coupon_template_not_found', { templateId })
    if (template.isStopped) throw new Refused('coupon_template_stopped', { templateId })
  }
  const { priceLists } = await readItemFacts(work, [])
  for (const { tierId, name, benefits: given } of levels) {
    for (const benefit of given) {
      if (benefit.kind !== 'member_price') continue
      const list = priceLists.find(({ priceListId }) => priceListId === benefit.priceListId)
      accept(list?.tierId === tierId ? undefined : refuse('tier_price_list_foreign', { name }))
    }
  }
}

/** Puts a version into force over all members, a page at a time; then hands out what comes by itself. */
export const placementSweep: DueSweep = {
  kind: placementKind,
  async run(work) {
    const placement = await readPlacement(work)
    if (!placement) return null
    const { afterMemberId, countsHistory } = placement
    const page = await readPlacementPage(work, afterMemberId, membersPerRound)
    await settleMembers(
      work,
      page.map((memberId) => ({
        ...{ memberId, cause: 'programme' as const },
        ...(countsHistory ? { recount: [{ day: null, saleId: null }] } : {}),
      })),
    )
    if (page.length === membersPerRound) {
      await writePlacement(work, page.at(-1)!)
      return work.at
    }
    await deletePlacement(work)
    await noteGiftsDue(work)
    return null
  },
}
