import { useLayoutEffect, useRef } from 'react'

/**
 * For a row of tabs that scrolls sideways where they do not all fit: brings the open one to its middle, so that nobody lands on a page
 * whose tab is out of sight. Moves nothing but the row.
 *
 * @param current whatever changes with the open tab: its key or its address
 */
export function useCurrentInView<Row extends HTMLElement>(current: string) {
  const row = useRef<Row>(null)
  useLayoutEffect(() => {
    const place = row.current
    const tab = place?.querySelector('[aria-selected="true"], [aria-current="page"]')
    if (!place || !tab) return
    const [box, its] = [place.getBoundingClientRect(), tab.getBoundingClientRect()]
    place.scrollLeft += its.left + its.width / 2 - (box.left + box.width / 2)
  }, [current])
  return row
}
