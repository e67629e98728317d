import 'antd/dist/reset.css'
import 'antd/dist/antd.css'
import '@web/ui/fonts.css'
import '@web/ui/base.css'
import './ui/kit.css'
import './ui/lists.css'
import './app/shell.css'
import { createRoot } from 'react-dom/client'
import { Console } from '#app/console.tsx'
import { applyLanguage } from '#app/i18n.ts'
import { preferences } from '#app/preferences.ts'
import { router } from '#app/router.tsx'
import { startServiceWorker } from '#app/service-worker.ts'
import { watchBrowserClock } from '#console/offline/browser-clock.ts'
import { startQueue } from '#console/offline/sync-queue.ts'
import { installTrustedTypes } from '#app/trusted-types.ts'

installTrustedTypes()
watchBrowserClock()
await applyLanguage(preferences().language)
createRoot(document.querySelector('#root')!).render(<Console />)
startQueue()
// It fetches every file of the console: the first page and what that waits for come before.
void firstPage().then(startServiceWorker)

/** The router may be done already, and then tells so while it is being asked: nothing is stopped before it was begun. */
function firstPage(): Promise<void> {
  return new Promise((resolve) => {
    router.subscribe(({ initialized }) => initialized && resolve())
    if (router.state.initialized) resolve()
  })
}
