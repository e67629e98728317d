import { type ReactNode, useLayoutEffect, useRef } from 'react'
import { ScrollBox } from '@staff/ui'

/**
 * A table that stands as cards where it does not fit: on a phone each row is a card whose cells say what they are, so that nothing,
 * least of all what is to be done, lies outside of the screen. Without a script's help it is the table it was.
 */
export function StackingTable({ className = '', children }: { className?: string; children: ReactNode }) {
  const table = useRef<HTMLTableElement>(null)
  // The names of columns stand once, in the head; cells repeat them for the cards.
  useLayoutEffect(() => {
    const names = [...(table.current?.tHead?.rows[0]?.cells ?? [])].map((cell) => cell.textContent)
    for (const row of table.current?.tBodies[0]?.rows ?? [])
      for (const [index, cell] of [...row.cells].entries()) cell.dataset['label'] = names[index] ?? ''
  })
  return (
    <ScrollBox className={className}>
      <table ref={table} className="rg-table rg-stacking">
        {children}
      </table>
    </ScrollBox>
  )
}
