import { t } from '#app/i18n.ts'
import { useLineState } from '#console/offline/line-state.ts'
import { isTill } from '#console/offline/till-contact.ts'
import type { Unready } from './unready-rules.ts'

/** Why nothing can be booked yet, in words; null: it can. A button that waits says what for. */
export function useUnready(ofCart: Unready): string | null {
  const { offlineSince, canSellAlone } = useLineState()
  if (ofCart) return t(`till.notReady.${ofCart}`)
  if (isTill() && offlineSince !== null && !canSellAlone) return t('till.notReady.alone')
  return null
}
