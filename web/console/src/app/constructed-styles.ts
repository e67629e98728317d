/**
 * Stands in for `@rc-component/util/es/Dom/dynamicCSS` (an alias in vite.config.ts).
 *
 * Ant Design writes its theme's variables and the scroll lock into `<style>` elements, which our content security
 * policy (`style-src 'self'`) blocks. Constructed style sheets are the script's own and stay allowed, so the policy needs
 * neither `unsafe-inline` nor a nonce, and light and dark still change at run time.
 */
const sheets = new Map<string, CSSStyleSheet>()

type StyleHandle = { setAttribute: (name: string, value: string) => void }

export function updateCSS(css: string, key: string): StyleHandle {
  let sheet = sheets.get(key)
  if (!sheet) {
    sheet = new CSSStyleSheet()
    sheets.set(key, sheet)
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]
  }
  sheet.replaceSync(css)
  return { setAttribute: () => undefined } // callers mark the element they expect; a sheet needs no mark
}

export function removeCSS(key: string): void {
  const sheet = sheets.get(key)
  if (!sheet) return
  sheets.delete(key)
  document.adoptedStyleSheets = document.adoptedStyleSheets.filter((each) => each !== sheet)
}

/** @public The stood-in module's third export. */
export function injectCSS(css: string): StyleHandle {
  return updateCSS(css, css)
}
