import { useLayoutEffect, useRef, useState, type ReactNode } from 'react'

/** Whether a place is narrower or lower than the table in it; measured again whenever one of them changes its size. */
export function useOverflow() {
  const place = useRef<HTMLDivElement>(null)
  const [over, setOver] = useState({ isWide: false, isTall: false })
  useLayoutEffect(() => {
    const box = place.current!
    const table = box.firstElementChild as HTMLElement
    const measure = () => {
      const isWide = table.offsetWidth > box.clientWidth + 1
      const isTall = table.offsetHeight > box.clientHeight + 1
      setOver((before) => (before.isWide === isWide && before.isTall === isTall ? before : { isWide, isTall }))
    }
    const observer = new ResizeObserver(measure)
    observer.observe(box)
    observer.observe(table)
    measure()
    return () => observer.disconnect()
  }, [])
  return { place, ...over }
}

type ScrollBoxProps = { className?: string; maxHeight?: number; children: ReactNode }

/** Around a table that may not fit: it scrolls inside the box, and then the keyboard reaches the box, too. */
export function ScrollBox({ className = '', maxHeight, children }: ScrollBoxProps) {
  const { place, isWide, isTall } = useOverflow()
  return (
    <div
      ref={place}
      className={`rg-table-scroll ${className}`}
      style={{ maxHeight }}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard
      tabIndex={isWide || isTall ? 0 : undefined}
    >
      {children}
    </div>
  )
}
