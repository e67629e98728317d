import { type ColorScheme, tokensAsCss } from '@web/ui/tokens.ts'
import { onPreferences, preferences } from './preferences.ts'

const darkQuery = window.matchMedia('(prefers-color-scheme: dark)')

/** Phones bring a Chinese font of their own; a web font would be most of what a first visit loads. */
const ownFonts =
  ":root{--rg-font:system-ui,-apple-system,'PingFang SC','HarmonyOS Sans SC','MiSans','Noto Sans CJK SC','Noto Sans SC Variable',sans-serif}"

function schemeInForce(): ColorScheme {
  const { scheme } = preferences()
  if (scheme !== 'auto') return scheme
  return darkQuery.matches ? 'dark' : 'light'
}

/** Puts the tokens in force, as a constructed style sheet: the content security policy allows no style element. Follows changes. */
export function applyScheme(): void {
  const sheet = new CSSStyleSheet()
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]
  const apply = () => {
    const scheme = schemeInForce()
    sheet.replaceSync(tokensAsCss(scheme) + ownFonts)
    document.documentElement.dataset['scheme'] = scheme
  }
  apply()
  darkQuery.addEventListener('change', apply)
  onPreferences(apply)
}
