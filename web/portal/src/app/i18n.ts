import i18next from 'i18next'
import { applySentences, type Language, type SentenceKeyOf } from '@web/ui/sentences.ts'
import { zh } from '#portal/locales/zh.ts'

export { languageInForce as language } from '@web/ui/sentences.ts'

/** Every sentence of the portal: `<file>.<path inside it>`. The compiler knows them all. */
export type SentenceKey = SentenceKeyOf<typeof zh>

/** A sentence in the reader's language. `{{name}}` is filled from `values`; `count` picks the plural. */
export function t(key: SentenceKey, values?: Record<string, string | number>): string {
  return i18next.t(key, values ?? {})
}

/** Loads a language and makes it the one in force. */
export function applyLanguage(language: Language): Promise<void> {
  return applySentences(language, { zh, loadEn: async () => (await import('#portal/locales/en.ts')).en })
}
