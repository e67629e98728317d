import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { launchProfile } from './browser.ts'
import { killProfile, layLine, type Line } from './cut-line.ts'

/** A till on the counter: a browser that keeps what it knows when it dies, on a line that can be cut. */
export type TillDevice = {
  /** The page that is open now. */
  page(): Page
  line: Line
  /** Kills the browser as a power cut would, and starts it again: the same device, nothing of it in memory. */
  powerCut(): Promise<Page>
  remove(): Promise<void>
}

/** A new till on a line to the app; `onContext` sees every browser that it starts. */
export async function makeTillDevice(
  appUrl: string,
  options: BrowserContextOptions,
  onContext: (context: BrowserContext) => void,
): Promise<TillDevice> {
  const line = await layLine(appUrl)
  const profile = await mkdtemp(path.join(tmpdir(), 'regulars-till-'))
  const open = async () => {
    const context = await launchProfile(profile, { ...options, baseURL: line.url })
    context.setDefaultTimeout(20_000)
    onContext(context)
    const page = await context.newPage() // the first one was opened before anybody could watch it
    return { context, page }
  }
  let running = await open()
  return {
    line,
    page: () => running.page,
    async powerCut() {
      assert.ok((await killProfile(profile)) > 0, 'there was a browser to kill')
      await running.context.close().catch(() => undefined) // there is nobody left to answer
      running = await open()
      return running.page
    },
    async remove() {
      await running.context.close().catch(() => undefined)
      await line.cut().catch(() => undefined)
      await rm(profile, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}
