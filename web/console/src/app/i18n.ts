import i18next from 'i18next'
import { setApiLanguage } from '@web/api/send.ts'
import { setMoneyStyle } from '@web/ui/format-money.ts'
import { setTimeStyle } from '@web/ui/format-time.ts'
import { zh } from '#console/locales/zh.ts'

type PluralBase<Name> = Name extends `${infer Base}_other` ? Base : Name extends `${string}_one` ? never : Name

type Leaves<Tree> = {
  [Name in keyof Tree & string]: Tree[Name] extends string ? PluralBase<Name> : `${Name}.${Leaves<Tree[Name]>}`
}[keyof Tree & string]

/** Every sentence of the console: `<file>.<path inside it>`. The compiler knows them all. */
export type SentenceKey = Leaves<typeof zh>

export type Language = 'zh' | 'en'

export const localeOf = { zh: 'zh-CN', en: 'en' } as const satisfies Record<Language, string>

/** A sentence in the reader's language. `{{name}}` is filled from `values`; `count` picks the plural. */
export function t(key: SentenceKey, values?: Record<string, string | number>): string {
  return i18next.t(key, values ?? {})
}

/** Loads a language and makes it the one in force. English comes as its own file, so that a Chinese shop never loads it. */
export async function applyLanguage(language: Language): Promise<void> {
  if (!i18next.isInitialized) {
    await i18next.init({
      lng: 'zh',
      resources: { zh: { translation: zh } },
      interpolation: { escapeValue: false }, // React escapes
    })
  }
  if (language === 'en' && !i18next.hasResourceBundle('en', 'translation')) {
    const { en } = await import('#console/locales/en.ts')
    i18next.addResourceBundle('en', 'translation', en)
  }
  await i18next.changeLanguage(language)
  const locale = localeOf[language]
  document.documentElement.lang = locale
  setApiLanguage(locale)
  setMoneyStyle({ locale })
  setTimeStyle({ locale })
}

export function language(): Language {
  return i18next.language === 'en' ? 'en' : 'zh'
}
