import { ScanOutlined } from '@ant-design/icons'
import { Button, Input } from 'antd'
import { useState } from 'react'
import { api, useCommand, type ResponseOf } from '@staff/api'
import { RefusalText } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { useStore } from '#app/session.ts'

export type FoundCard = ResponseOf<typeof api.giftCardLookup>

type FindCardProps = { onFound: (card: FoundCard, code: string) => void; onSearch?: () => void }

/** The field that a card is scanned into, or its code typed. A scanner ends with Enter: it must not send the form around it. */
export function FindCard({ onFound, onSearch }: FindCardProps) {
  const { id: storeId } = useStore()
  const [typed, setTyped] = useState('')
  const find = useCommand(api.giftCardLookup, {
    changes: [],
    onSuccess: (card, { code }) => {
      setTyped('')
      onFound(card, code)
    },
  })
  const search = () => {
    const code = typed.trim()
    if (code === '' || find.isPending) return
    onSearch?.()
    find.mutate({ code, storeId })
  }
  return (
    <div className="rg-gift-find">
      <div>
        <Input
          size="large"
          autoFocus
          autoComplete="off"
          spellCheck={false}
          maxLength={40}
          prefix={<ScanOutlined />}
          aria-label={t('gift-cards.code')}
          placeholder={t('gift-cards.scan')}
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value)
            if (find.isError) find.reset()
          }}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.nativeEvent.isComposing) return
            event.preventDefault()
            search()
          }}
        />
        <Button size="large" loading={find.isPending} disabled={typed.trim() === ''} onClick={search}>
          {t('gift-cards.find')}
        </Button>
      </div>
      <RefusalText error={find.error} />
    </div>
  )
}
