import { SearchOutlined } from '@ant-design/icons'
import { useQueries } from '@tanstack/react-query'
import { useDeferredValue, useEffect, useId, useRef, useState, type KeyboardEvent } from 'react'
import { useNavigate } from 'react-router'
import { KeyHint } from '@web/ui/key-hint.tsx'
import { ModalDialog } from '@staff/ui'
import { t } from './i18n.ts'
import { entryFor, navigation } from './navigation.ts'
import { paletteSources, type PaletteHit } from './palette-sources.ts'
import { useMay } from './session.ts'

type Group = { label: string; hits: PaletteHit[] }

/** Ctrl-K: type a few letters, arrow to what you meant, Enter. */
export function CommandPalette({ open, onClose }: { open: boolean; onClose: () => void }) {
  return (
    <ModalDialog
      open={open}
      onCancel={onClose}
      footer={null}
      closable={false}
      title={null}
      width={600}
      destroyOnHidden
      className="rg-palette"
      aria-label={t('app.palette.title')}
    >
      <PaletteBody onClose={onClose} />
    </ModalDialog>
  )
}

function PaletteBody({ onClose }: { onClose: () => void }) {
  const [typed, setTyped] = useState('')
  const [position, setPosition] = useState(0)
  const { groups, isLooking } = useHits(useDeferredValue(typed.trim()))
  const navigate = useNavigate()
  const listId = useId()
  const active = useRef<HTMLLIElement>(null)
  const hits = groups.flatMap((group) => group.hits)
  const at = Math.min(position, Math.max(0, hits.length - 1))
  useEffect(() => active.current?.scrollIntoView({ block: 'nearest' }), [at, hits.length])

  const open = (hit: PaletteHit | undefined) => {
    if (!hit) return
    onClose()
    void navigate(hit.path)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return // Enter there chooses a Chinese word
    if (event.key === 'Enter') return open(hits[at])
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step === 0 || hits.length === 0) return
    event.preventDefault()
    setPosition((at + step + hits.length) % hits.length)
  }

  return (
    <>
      <div className="rg-palette-field">
        <SearchOutlined />
        <input
          autoFocus
          role="combobox"
          aria-label={t('app.palette.open')}
          aria-expanded="true"
          aria-controls={listId}
          {...(hits[at] && { 'aria-activedescendant': `${listId}-${hits[at].key}` })}
          placeholder={t('app.palette.placeholder')}
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value)
            setPosition(0)
          }}
          onKeyDown={onKeyDown}
        />
        <KeyHint keys={['Esc']} />
      </div>
      <ul id={listId} role="listbox" aria-label={t('app.palette.hits')} className="rg-palette-list">
        {groups.map((group) => (
          <li key={group.label} role="group" aria-label={group.label}>
            <div className="rg-palette-label" aria-hidden="true">
              {group.label}
            </div>
            <ul role="presentation">
              {group.hits.map((hit) => {
                const isActive = hit === hits[at]
                return (
                  <li
                    key={hit.key}
                    id={`${listId}-${hit.key}`}
                    ref={isActive ? active : null}
                    role="option"
                    aria-selected={isActive}
                    className="rg-palette-hit"
                    onMouseMove={() => setPosition(hits.indexOf(hit))}
                    onClick={() => open(hit)}
                  >
                    <span>{hit.title}</span>
                    {hit.hint && <span className="rg-palette-hint">{hit.hint}</span>}
                  </li>
                )
              })}
            </ul>
          </li>
        ))}
      </ul>
      <div className="rg-palette-foot" role="status">
        {hits.length === 0 ? t(isLooking ? 'app.palette.looking' : 'app.palette.nothing', { text: typed }) : null}
      </div>
    </>
  )
}

/** Pages from the navigation at once; records from the server as they come. */
function useHits(text: string): { groups: Group[]; isLooking: boolean } {
  const may = useMay()
  const allowed = paletteSources.filter(({ permission }) => !permission || may(permission))
  const answers = useQueries({
    queries: allowed.map((source) => ({
      queryKey: ['palette', source.label, text],
      queryFn: ({ signal }: { signal: AbortSignal }) => source.find(text, signal),
      enabled: text !== '',
      staleTime: 30_000,
    })),
  })
  const groups = [
    { label: t('app.palette.pages'), hits: pageHits(text, may) },
    ...allowed.map(({ label }, index) => ({ label: t(label), hits: answers[index]?.data ?? [] })),
  ]
  return {
    groups: groups.filter(({ hits }) => hits.length > 0),
    isLooking: answers.some(({ isFetching }) => isFetching),
  }
}

function pageHits(text: string, may: (permission: string) => boolean): PaletteHit[] {
  const wanted = text.toLowerCase()
  return navigation
    .flatMap(({ entries }) => entries)
    .flatMap((entry) => entryFor(entry, may) ?? [])
    .map(({ label, path, words }) => ({ key: `page-${path}`, title: t(label), path, words: words ?? '' }))
    .filter(({ title, words }) => `${title} ${words}`.toLowerCase().includes(wanted))
    .map(({ key, title, path }) => ({ key, title, path }))
}
