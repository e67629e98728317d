import { language } from '#app/i18n.ts'

/** Several names in one line. */
export function listText(names: readonly string[]): string {
  return names.join(language() === 'zh' ? '、' : ', ')
}
