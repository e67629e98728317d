import { serviceWorkerUrl } from './trusted-types.ts'

let waiting: ServiceWorker | null = null
const listeners = new Set<() => void>()

/** Whether a newer console is ready and waits for the reader's word: a till is never reloaded in the middle of a sale. */
export function isUpdateReady(): boolean {
  return waiting !== null
}

export function onUpdateReady(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function takeUpdate(): void {
  navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true })
  waiting?.postMessage({ type: 'SKIP_WAITING' })
}

function announce(worker: ServiceWorker | null): void {
  if (!worker || !navigator.serviceWorker.controller) return
  waiting = worker
  for (const listener of listeners) listener()
}

/** Keeps the console and the till on this device, so that they open without a line. Needs HTTPS or localhost. */
export async function startServiceWorker(): Promise<void> {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return
  try {
    const registration = await navigator.serviceWorker.register(serviceWorkerUrl(), { scope: '/' })
    announce(registration.waiting)
    registration.addEventListener('updatefound', () => {
      const worker = registration.installing
      worker?.addEventListener('statechange', () => {
        if (worker.state === 'installed') announce(worker)
      })
    })
  } catch (error) {
    // The console works without it; only opening without a line does not.
    console.warn('The service worker did not start', error)
  }
}
