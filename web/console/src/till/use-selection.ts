import { useCallback, useState } from 'react'
import type { TillLine } from './cart-state.ts'

/** The line that the keyboard is at: the one moved to, else the newest. Whatever is added next is the newest again. */
export function useSelection(lines: readonly TillLine[]) {
  const [chosenId, setChosenId] = useState<string | null>(null)
  const [count, setCount] = useState(lines.length)
  if (lines.length !== count) {
    setCount(lines.length)
    if (lines.length > count) setChosenId(null)
  }
  const index = lines.findIndex(({ lineId }) => lineId === chosenId)
  const at = index === -1 ? lines.length - 1 : index
  const selectedId = lines[at]?.lineId ?? null
  const move = useCallback(
    (by: 1 | -1) => setChosenId(lines[Math.min(lines.length - 1, Math.max(0, at + by))]?.lineId ?? null),
    [lines, at],
  )
  return { selectedId, move }
}
