import { useId, type KeyboardEvent, type ReactNode } from 'react'
import { useCurrentInView } from '@staff/ui'

type TabSetProps = {
  label: string
  tabs: readonly { key: string; label: ReactNode; children: ReactNode }[]
  open: string
  onOpen: (key: string) => void
}

/**
 * Sections of one record, one at a time. On a phone the row scrolls sideways instead of hiding tabs behind a button, which
 * screen readers would find among the tabs. Arrow keys move between them, as the pattern of tabs asks.
 */
export function TabSet({ label, tabs, open, onOpen }: TabSetProps) {
  const id = useId()
  const row = useCurrentInView<HTMLDivElement>(open)
  const shown = tabs.find(({ key }) => key === open)
  const move = (event: KeyboardEvent) => {
    const place = tabs.findIndex(({ key }) => key === open)
    const next = { ArrowRight: place + 1, ArrowLeft: place - 1, Home: 0, End: tabs.length - 1 }[event.key]
    if (next === undefined) return
    event.preventDefault()
    const target = (next + tabs.length) % tabs.length
    onOpen(tabs[target]!.key)
    row.current?.querySelectorAll<HTMLElement>('[role=tab]')[target]?.focus()
  }
  return (
    <>
      <div className="rg-tab-row" role="tablist" aria-label={label} ref={row}>
        {tabs.map(({ key, label: title }) => (
          <button
            key={key}
            type="button"
            role="tab"
            id={`${id}-${key}`}
            aria-selected={key === open}
            aria-controls={key === open ? `${id}-panel` : undefined}
            tabIndex={key === open ? 0 : -1}
            onClick={() => onOpen(key)}
            onKeyDown={move}
          >
            {title}
          </button>
        ))}
      </div>
      <div className="rg-tab-panel" role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${open}`}>
        {shown?.children}
      </div>
    </>
  )
}
