import { QueryClientProvider } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { RouterProvider } from 'react-router'
import { applyLanguage, language } from './i18n.ts'
import { noteError } from './note-error.ts'
import { usePreferences } from './preferences.ts'
import { queryClient } from './query-client.ts'
import { router } from './router.tsx'

/** Everything that surrounds the pages: cached answers, language, routes. */
export function Portal() {
  const shown = useShownLanguage()
  return (
    <QueryClientProvider client={queryClient}>
      {/* A new language redraws everything: sentences are plain function calls. */}
      <RouterProvider key={shown} router={router} onError={noteError} />
    </QueryClientProvider>
  )
}

/** Follows the chosen language once its sentences are loaded. */
function useShownLanguage() {
  const chosen = usePreferences().language
  const [shown, setShown] = useState(language)
  useEffect(() => {
    if (chosen === language()) return undefined
    let isCurrent = true
    void applyLanguage(chosen).then(() => {
      if (isCurrent) setShown(chosen)
    })
    return () => {
      isCurrent = false
    }
  }, [chosen])
  return shown
}
