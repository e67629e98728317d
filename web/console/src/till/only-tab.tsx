import { SwapOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import type { ReactNode } from 'react'
import { EmptyState } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { useOnlyTab } from './use-only-tab.ts'

/** The till in one tab; in any other a word about it, and the way to go on there. */
export function OnlyTab({ storeId, children }: { storeId: string; children: ReactNode }) {
  const { hold, takeOver } = useOnlyTab(`regulars.till.page.${storeId}`)
  if (hold === 'held') return children
  if (hold === 'asking') return <div aria-busy="true" />
  return (
    <div className="rg-till-elsewhere" role="status">
      <EmptyState
        title={t('till.elsewhere.title')}
        action={
          <Button type="primary" size="large" icon={<SwapOutlined />} onClick={takeOver} autoFocus>
            {t('till.elsewhere.takeOver')}
          </Button>
        }
      >
        {t('till.elsewhere.text')}
      </EmptyState>
    </div>
  )
}
