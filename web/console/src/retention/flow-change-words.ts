import type { api, ResponseOf } from '@staff/api'
import { language, t } from '#app/i18n.ts'
import { percent } from './retention-words.ts'

type Change = ResponseOf<typeof api.cancelFlowVersions>['items'][number]['changes'][number]
type Setting = Extract<Change, { from: unknown }>

/** One thing that a version changed, as a sentence. */
export function changeWords(change: Change): string {
  if ('what' in change) {
    const part = t(`retention.versions.part.${change.part}`)
    return t(`retention.versions.what.${change.what}`, { part, words: change.words[language()] })
  }
  if (change.part === 'order') return t('retention.versions.order')
  const { part } = change
  if (part === 'script' || part === 'winBackCoupon') return t(`retention.versions.setting.${part}`)
  return t('retention.versions.setTo', {
    ...{ what: t(`retention.versions.setting.${part}`), from: valueWords(part, change.from) },
    to: valueWords(part, change.to),
  })
}

function valueWords(part: Setting['part'], value: Setting['from']): string {
  if (value === null) return t('retention.versions.off')
  if (typeof value === 'boolean') return t(value ? 'retention.versions.on' : 'retention.versions.off')
  if (part === 'offersAt') return t(`retention.flow.place.${value as 'beside' | 'after_receipt' | 'none'}`)
  return part === 'holdoutBps' ? percent(Number(value)) : String(value)
}
