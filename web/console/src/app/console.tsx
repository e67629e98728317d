import { QueryClientProvider } from '@tanstack/react-query'
import { App as AntApp, ConfigProvider } from 'antd'
import zhCN from 'antd/locale/zh_CN'
import { useEffect, useLayoutEffect, useMemo, useState } from 'react'
import { RouterProvider } from 'react-router'
import { applyLanguage, language } from './i18n.ts'
import { useColorScheme, usePreferences } from './preferences.ts'
import { queryClient } from './query-client.ts'
import { router } from './router.tsx'
import { antTheme, applyTokens } from './theme.ts'
import { UpdateNotice } from './update-notice.tsx'

/** Everything that surrounds the pages: theme, language, cached answers, routes. */
export function Console() {
  const scheme = useColorScheme()
  const shown = useShownLanguage()
  const theme = useMemo(() => antTheme(scheme), [scheme])
  useLayoutEffect(() => applyTokens(scheme), [scheme])

  return (
    <ConfigProvider
      theme={theme}
      {...(shown === 'zh' && { locale: zhCN })}
      button={{ autoInsertSpace: false }}
      form={{ requiredMark: false, scrollToFirstError: { focus: true } }}
      wave={{ disabled: true }}
    >
      <AntApp message={{ maxCount: 3 }}>
        <QueryClientProvider client={queryClient}>
          {/* A new language redraws everything: sentences are plain function calls. */}
          <RouterProvider key={shown} router={router} />
          <UpdateNotice />
        </QueryClientProvider>
      </AntApp>
    </ConfigProvider>
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
