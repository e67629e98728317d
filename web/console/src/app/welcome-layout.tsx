import { GlobalOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import type { ReactNode } from 'react'
import { BrandMark } from '@web/ui/brand-mark.tsx'
import { t } from './i18n.ts'
import { setPreferences, usePreferences } from './preferences.ts'

/** The frame of pages before signing in: who we are on the left, what to do on the right. */
export function WelcomeLayout({ children, promise }: { children: ReactNode; promise: string }) {
  const { language } = usePreferences()
  return (
    <div className="rg-welcome">
      <header className="rg-welcome-brand">
        <div className="rg-welcome-mark">
          <BrandMark size={40} />
          <strong>{t('app.brand')}</strong>
        </div>
        <p className="rg-welcome-promise">{promise}</p>
        <svg className="rg-welcome-rings" viewBox="0 0 400 400" aria-hidden="true" fill="none" strokeWidth="1.2">
          {[40, 74, 108, 142, 176].map((r) => (
            <circle
              key={r}
              cx="200"
              cy="200"
              r={r}
              strokeDasharray={`${r * 4.6} ${r * 1.7}`}
              transform={`rotate(${r * 2.3} 200 200)`}
            />
          ))}
          <circle cx="246" cy="142" r="8" className="rg-welcome-point" />
        </svg>
      </header>
      <main className="rg-welcome-main">
        <div className="rg-welcome-tools">
          <Button
            type="text"
            icon={<GlobalOutlined />}
            onClick={() => setPreferences({ language: language === 'zh' ? 'en' : 'zh' })}
          >
            {language === 'zh' ? 'English' : '中文'}
          </Button>
        </div>
        <div className="rg-welcome-form">{children}</div>
      </main>
    </div>
  )
}
