import { serviceWorkerUrl } from './trusted-types.ts'

/** A till stays open for weeks: it asks by itself whether there is a newer version. */
const askEveryMs = 60 * 60_000
/** A worker that does not take over is not waited for: the reload alone is then worth trying. */
const takeOverLimitMs = 5_000

let waiting: ServiceWorker | null = null
let isReady = false
const listeners = new Set<() => void>()

/** Whether a newer console is ready and waits for the reader's word: a till is never reloaded in the middle of a sale. */
export function isUpdateReady(): boolean {
  return isReady
}

/** Whether another tab took it already, so that this one's files are gone. */
export function isUpdateTaken(): boolean {
  return isReady && waiting === null
}

export function onUpdateReady(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function takeUpdate(): void {
  if (!waiting) return location.reload()
  navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true })
  setTimeout(() => location.reload(), takeOverLimitMs)
  waiting.postMessage({ type: 'SKIP_WAITING' })
}

function announce(worker: ServiceWorker | null): void {
  waiting = worker
  isReady = true
  for (const listener of listeners) listener()
}

/** Keeps the console and the till on this device, so that they open without a line. Needs HTTPS or localhost. */
export async function startServiceWorker(): Promise<void> {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return
  try {
    const wasControlled = navigator.serviceWorker.controller !== null
    const registration = await navigator.serviceWorker.register(serviceWorkerUrl(), { scope: '/' })
    if (registration.waiting && wasControlled) announce(registration.waiting)
    registration.addEventListener('updatefound', () => {
      const worker = registration.installing
      worker?.addEventListener('statechange', () => {
        if (worker.state === 'installed' && navigator.serviceWorker.controller) announce(worker)
      })
    })
    // Another tab took the newer version: this one's files are gone, and a reload is all that is left to do.
    if (wasControlled) navigator.serviceWorker.addEventListener('controllerchange', () => announce(null))
    setInterval(() => void registration.update().catch(() => undefined), askEveryMs) // no line: next hour
  } catch (error) {
    // The console works without it; only opening without a line does not.
    console.warn('The service worker did not start', error)
  }
}
