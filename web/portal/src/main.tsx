import '@web/ui/base.css'
import './ui/portal.css'
import { createRoot } from 'react-dom/client'
import { noteError } from '#portal/app/note-error.ts'
import { applyLanguage } from '#portal/app/i18n.ts'
import { Portal } from '#portal/app/portal.tsx'
import { preferences } from '#portal/app/preferences.ts'
import { startServiceWorker } from '#portal/app/service-worker.ts'
import { applyScheme } from '#portal/app/color-scheme.ts'

await applyLanguage(preferences().language)
applyScheme()
createRoot(document.querySelector('#root')!, { onCaughtError: noteError }).render(<Portal />)
void startServiceWorker()
