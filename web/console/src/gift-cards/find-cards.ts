import { api, send } from '@staff/api'
import { formatMoney } from '@staff/ui'
import type { PaletteHit } from '#app/palette-sources.ts'
import { t } from '#app/i18n.ts'
import { paths } from '#app/paths.ts'
import { stateWords, tailOf } from './gift-card-words.ts'

/** Gift cards for the command palette, by their last four characters or a whole code. */
export async function findCards(text: string, signal: AbortSignal): Promise<PaletteHit[]> {
  const tail = tailOf(text)
  if (tail === null) return []
  const { items } = await send(api.giftCardList, { tail, limit: 6 }, { signal })
  return items.map(({ id, codeTail, balanceCents, state }) => ({
    key: id,
    title: `···· ${codeTail}`,
    hint: state === 'active' ? formatMoney(balanceCents) : t(stateWords[state].label),
    path: paths.giftCards({ card: id }),
  }))
}
