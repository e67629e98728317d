import { refusalSentences } from '#server/refusals.ts'
import { formatMoney } from '@web/ui/format-money.ts'
import { language, t } from './i18n.ts'

/**
 * A refusal that a rule made in the browser, in the server's own words. Amounts among its details are shown as money.
 */
export function refusalSentence(code: string, details: Readonly<Record<string, unknown>>): string {
  const sentence = refusalSentences[code]?.[language() === 'en' ? 'en' : 'zh']
  if (!sentence) return t('ui.refusal.unreachable')
  return sentence.replace(/\{\{(\w+)\}\}/g, (_, name: string) => {
    const value = details[name]
    if (typeof value === 'number' && name.endsWith('Cents')) return formatMoney(value)
    return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
  })
}
