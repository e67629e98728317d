import { setTimeout as sleep } from 'node:timers/promises'
import { checkDiskSpace } from './embedded-postgres/disk-space.ts'

const everyMs = 10 * 60_000

/** Tells, at once and every ten minutes, that the disk under `dataDir` is filling up, while there is time to make room. */
export function watchDisk(dataDir: string, log: (line: string) => void): { stop(): Promise<void> } {
  const stopping = new AbortController()
  const watch = async () => {
    while (!stopping.signal.aborted) {
      const warning = await checkDiskSpace(dataDir)
      if (warning) log(warning)
      await sleep(everyMs, undefined, { signal: stopping.signal, ref: false }).catch(() => {})
    }
  }
  const watching = watch().catch((error: Error) => log(`The disk under ${dataDir} cannot be watched: ${error.message}`))
  return {
    stop() {
      stopping.abort()
      return watching
    },
  }
}
