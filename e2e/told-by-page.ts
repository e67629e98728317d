import type { BrowserContext, Page } from 'playwright-core'

const answersKept = 12
const linesShown = 60

/** The last answers of each page's API, the youngest last, for when its journey fails. */
const answers = new WeakMap<Page, string[]>()

/** Remembers what a page asks of the API and how it is answered. */
export function rememberAnswers(page: Page): void {
  const kept: string[] = []
  answers.set(page, kept)
  page.on('response', (response) => {
    const { pathname, search } = new URL(response.url())
    if (!pathname.startsWith('/api/')) return
    kept.push(`${response.status()} ${response.request().method()} ${pathname}${search}`)
    if (kept.length > answersKept) kept.shift()
  })
}

/**
 * What every open page shows, as a screen reader would tell it, and what it last asked. A picture stays on the machine where a journey
 * failed; words come with its output.
 */
export async function tellPages(contexts: readonly BrowserContext[]): Promise<string> {
  return (await Promise.all(contexts.flatMap((context) => context.pages()).map(tellPage))).join('\n\n')
}

async function tellPage(page: Page): Promise<string> {
  const dialog = page.getByRole('dialog').last()
  const part = (await dialog.isVisible().catch(() => false)) ? dialog : page.locator('body')
  const shown = await part
    .ariaSnapshot({ timeout: 3_000 })
    .catch((error: Error) => `(not to be read: ${error.message})`)
  const lines = shown.split('\n')
  const left = lines.length > linesShown ? [`… ${lines.length - linesShown} lines more`] : []
  return [
    `${page.url()} shows:`,
    ...lines.slice(0, linesShown),
    ...left,
    'and was answered last:',
    ...(answers.get(page) ?? []),
  ].join('\n  ')
}
