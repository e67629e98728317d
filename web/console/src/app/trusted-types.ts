/**
 * The page's only Trusted Types policies, under `require-trusted-types-for 'script'`.
 *
 * `default` sees what libraries assign as HTML: ECharts empties its element with '' and nothing else may pass.
 * `regulars` vouches for one script address, our service worker.
 */
type Policy = { createScriptURL: (url: string) => string }
type Factory = {
  createPolicy: (
    name: string,
    rules: { createHTML?: (html: string) => string | null; createScriptURL?: (url: string) => string | null },
  ) => Policy
}

const serviceWorkerPath = '/sw.js'

declare global {
  interface Window {
    trustedTypes?: Factory
  }
}

let policy: Policy | null = null

export function installTrustedTypes(): void {
  const factory = window.trustedTypes
  if (!factory || policy) return
  factory.createPolicy('default', { createHTML: (html) => (html === '' ? '' : null) })
  policy = factory.createPolicy('regulars', { createScriptURL: (url) => (url === serviceWorkerPath ? url : null) })
}

export function serviceWorkerUrl(): string {
  return policy?.createScriptURL(serviceWorkerPath) ?? serviceWorkerPath
}
