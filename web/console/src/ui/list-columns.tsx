import { SettingOutlined } from '@ant-design/icons'
import { Button, Checkbox, Popover } from 'antd'
import { useState } from 'react'
import { t } from '#app/i18n.ts'
import { useMediaQuery } from './use-media-query.ts'

type Column = { key: string; title: string; isHidden?: boolean; isSpare?: boolean }

const storageKey = (id: string) => `regulars.columns.${id}`

/** Beside the side bar a tablet has no room for every column; a phone shows cards, which have. */
const narrow = '(min-width: 640px) and (max-width: 1199px)'

/** Which columns of a list this browser shows. The first always stays: it names the row. */
export function useChosenColumns(id: string, columns: readonly Column[]) {
  const isNarrow = useMediaQuery(narrow)
  const [wished, setHidden] = useState(() => readHidden(id))
  const usual = columns.flatMap(({ key, isHidden, isSpare }) => (isHidden || (isNarrow && isSpare) ? [key] : []))
  const hidden = wished ?? usual
  const chosen = new Set(columns.map(({ key }) => key).filter((key, index) => index === 0 || !hidden.includes(key)))
  const choose = (keys: ReadonlySet<string>) => {
    const next = columns.map(({ key }) => key).filter((key) => !keys.has(key))
    setHidden(next)
    try {
      localStorage.setItem(storageKey(id), JSON.stringify(next))
    } catch {
      // Storage is full or off: the choice holds until the page is left.
    }
  }
  return [chosen as ReadonlySet<string>, choose] as const
}

function readHidden(id: string): string[] | null {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(storageKey(id)) ?? 'null')
    return Array.isArray(kept) ? kept.map(String) : null
  } catch {
    return null
  }
}

type ColumnChooserProps = {
  columns: readonly Column[]
  chosen: ReadonlySet<string>
  onChange: (chosen: ReadonlySet<string>) => void
}

export function ColumnChooser({ columns, chosen, onChange }: ColumnChooserProps) {
  const toggle = (key: string, isShown: boolean) => {
    const next = new Set(chosen)
    if (isShown) next.add(key)
    else next.delete(key)
    onChange(next)
  }
  return (
    <Popover
      trigger="click"
      placement="bottomRight"
      content={
        <fieldset className="rg-columns">
          <legend>{t('ui.list.columns')}</legend>
          {columns.map(({ key, title }, index) => (
            <Checkbox
              key={key}
              disabled={index === 0}
              checked={chosen.has(key)}
              onChange={(event) => toggle(key, event.target.checked)}
            >
              {title}
            </Checkbox>
          ))}
        </fieldset>
      }
    >
      <Button icon={<SettingOutlined />} aria-label={t('ui.list.columns')} />
    </Popover>
  )
}
