import i18next from 'i18next'
import { setApiLanguage } from '@web/api/send.ts'
import { setMoneyStyle } from './format-money.ts'
import { setTimeStyle } from './format-time.ts'

type PluralBase<Name> = Name extends `${infer Base}_other` ? Base : Name extends `${string}_one` ? never : Name

/** Every sentence of a tree of them: `<file>.<path inside it>`. */
export type SentenceKeyOf<Tree> = {
  [Name in keyof Tree & string]: Tree[Name] extends string ? PluralBase<Name> : `${Name}.${SentenceKeyOf<Tree[Name]>}`
}[keyof Tree & string]

export type Language = 'zh' | 'en'

export const localeOf = { zh: 'zh-CN', en: 'en' } as const satisfies Record<Language, string>

/**
 * Loads a language and makes it the one in force. English comes as its own file, so that a Chinese reader never loads it.
 */
export async function applySentences(
  language: Language,
  { zh, loadEn }: { zh: object; loadEn: () => Promise<object> },
): Promise<void> {
  if (!i18next.isInitialized) {
    await i18next.init({
      lng: 'zh',
      resources: { zh: { translation: zh } },
      interpolation: { escapeValue: false }, // React escapes
    })
  }
  if (language === 'en' && !i18next.hasResourceBundle('en', 'translation')) {
    i18next.addResourceBundle('en', 'translation', await loadEn())
  }
  await i18next.changeLanguage(language)
  const locale = localeOf[language]
  document.documentElement.lang = locale
  setApiLanguage(locale)
  setMoneyStyle({ locale })
  setTimeStyle({ locale })
}

export function languageInForce(): Language {
  return i18next.language === 'en' ? 'en' : 'zh'
}
