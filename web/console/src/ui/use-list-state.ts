import { useLocation, useSearchParams } from 'react-router'

/** Cursors of the pages before this one; '' stands for the first page. Kept with the history entry, so reload and back work. */
type Trail = { trail?: string[] }

/** Filters, sorting and page of a list, all in the address: a reload, a link or the back button shows the same rows. */
export function useListState(filterNames: readonly string[]) {
  const [params, setParams] = useSearchParams()
  const trail = (useLocation().state as Trail | null)?.trail ?? []
  const cursor = params.get('cursor') ?? undefined
  const filters: Record<string, string> = {}
  for (const name of filterNames) {
    const value = params.get(name)
    if (value) filters[name] = value
  }

  const change = (edit: (next: URLSearchParams) => void, options?: { replace: boolean }) =>
    setParams(
      (before) => {
        const next = new URLSearchParams(before)
        next.delete('cursor') // other rows: a place among the former ones means nothing
        edit(next)
        return next
      },
      { preventScrollReset: true, ...options },
    )

  return {
    filters,
    cursor,
    sort: params.get('sort') ?? undefined,
    page: trail.length + 1,
    hasPrevious: cursor !== undefined,
    /** Typing replaces the history entry: one search is one step back, not one per letter. */
    setFilter: (name: string, value: string | null) =>
      change((next) => (value ? next.set(name, value) : next.delete(name)), { replace: true }),
    clearFilters: () => change((next) => filterNames.forEach((name) => next.delete(name))),
    setSort: (sort: string | null) => change((next) => (sort ? next.set('sort', sort) : next.delete('sort'))),
    next: (to: string) =>
      setParams(
        (before) => {
          const next = new URLSearchParams(before)
          next.set('cursor', to)
          return next
        },
        { state: { trail: [...trail, cursor ?? ''] } satisfies Trail },
      ),
    previous: () => {
      const to = trail.at(-1) ?? '' // a page opened by its address alone knows only the way to the first
      setParams(
        (before) => {
          const next = new URLSearchParams(before)
          if (to) next.set('cursor', to)
          else next.delete('cursor')
          return next
        },
        { state: { trail: trail.slice(0, -1) } satisfies Trail },
      )
    },
  }
}
