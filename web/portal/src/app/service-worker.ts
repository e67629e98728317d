type Policy = { createScriptURL: (url: string) => string }
type Factory = {
  createPolicy: (name: string, rules: { createScriptURL: (url: string) => string | null }) => Policy
}

const path = '/m/sw.js'

/** Vouches for one script address, under `require-trusted-types-for 'script'`. The portal assigns no HTML. */
function trustedUrl(): string {
  const factory = (window as { trustedTypes?: Factory }).trustedTypes
  if (!factory) return path
  return factory
    .createPolicy('regulars', { createScriptURL: (url) => (url === path ? url : null) })
    .createScriptURL(path)
}

/** Keeps the portal on this phone, so that the card opens without a line. Needs HTTPS or localhost. */
export async function startServiceWorker(): Promise<void> {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return
  try {
    await navigator.serviceWorker.register(trustedUrl(), { scope: '/m/' })
  } catch (error) {
    // The portal works without it; only opening without a line does not.
    console.warn('The service worker did not start', error)
  }
}
