import i18next, { type FormatterModule } from 'i18next'
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

/** The names under which sentences hold numbers of things; years, versions and receipts' numbers are no quantities. */
const quantities = new Set(
  (
    'count points left total ending units budget quantity used most members cap max min threshold needed per given granted ' +
    'earned taken redeemed rows items pieces balance of'
  ).split(' '),
)

/** Thousands are set apart, in sentences as in figures. */
const quantityFormatter: FormatterModule = {
  type: 'formatter',
  init() {},
  add() {},
  addCached() {},
  format(value: unknown, _format, _language, options) {
    const name: unknown = options?.['interpolationkey']
    const isQuantity = typeof value === 'number' && typeof name === 'string' && quantities.has(name)
    return isQuantity ? value.toLocaleString('en-US') : (value as string)
  },
}

/**
 * Loads a language and makes it the one in force. English comes as its own file, so that a Chinese reader never loads it.
 */
export async function applySentences(
  language: Language,
  { zh, loadEn }: { zh: object; loadEn: () => Promise<object> },
): Promise<void> {
  if (!i18next.isInitialized) {
    await i18next.use(quantityFormatter).init({
      lng: 'zh',
      resources: { zh: { translation: zh } },
      // React escapes.
      interpolation: { escapeValue: false, alwaysFormat: true },
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
