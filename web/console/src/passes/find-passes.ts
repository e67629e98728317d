import { api, ApiRefusal, send } from '@staff/api'
import { formatMoney } from '@staff/ui'
import type { PaletteHit } from '#app/palette-sources.ts'
import { paths } from '#app/paths.ts'
import { endWords, isLive } from './pass-words.ts'

const mostMembers = 3

/** Passes for the command palette: plans by name, and what members hold whom the text identifies. */
export async function findPasses(text: string, signal: AbortSignal): Promise<PaletteHit[]> {
  const [plans, held] = await Promise.all([findPlans(text, signal), findHeld(text, signal)])
  return [...plans, ...held].slice(0, 6)
}

async function findPlans(text: string, signal: AbortSignal): Promise<PaletteHit[]> {
  const { items } = await send(api.planList, {}, { signal })
  const wanted = text.trim().toLocaleLowerCase()
  return items
    .filter(({ name }) => name.toLocaleLowerCase().includes(wanted))
    .map(({ planId, name, priceCents }) => ({
      key: planId,
      title: name,
      hint: formatMoney(priceCents),
      path: paths.passes({ planId }),
    }))
}

async function findHeld(text: string, signal: AbortSignal): Promise<PaletteHit[]> {
  const members = await send(api.memberList, { search: text, limit: mostMembers }, { signal }).catch(noneIfNotAllowed)
  const held = await Promise.all(
    members.items.map(({ id: memberId }) => send(api.memberPassList, { memberId }, { signal })),
  )
  return held
    .flatMap(({ items }) => items)
    .filter(isLive)
    .map((pass) => ({
      key: pass.id,
      title: `${pass.name} · ${pass.memberName}`,
      hint: endWords(pass),
      path: paths.pass({ passId: pass.id }),
    }))
}

/** Whoever sees passes need not see who the members are. */
function noneIfNotAllowed(error: unknown): { items: { id: string }[] } {
  if (error instanceof ApiRefusal && error.code === 'not_allowed') return { items: [] }
  throw error
}
