import { type InfiniteData, useSuspenseInfiniteQuery } from '@tanstack/react-query'
import { t } from '#portal/app/i18n.ts'

type PageOf<Item> = { items: Item[]; next: string | null }
export type More = { isThere: boolean; isLoading: boolean; load: () => void }

/** A list that comes page by page. `ask` gets the cursor of the page wanted, null for the first. */
export function usePages<Item, P extends PageOf<Item>>(
  queryKey: readonly unknown[],
  ask: (cursor: string | null) => Promise<P & { items: Item[] }>,
) {
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage } = useSuspenseInfiniteQuery<
    P & { items: Item[] },
    Error,
    InfiniteData<P & { items: Item[] }>,
    readonly unknown[],
    string | null
  >({
    queryKey,
    queryFn: ({ pageParam }) => ask(pageParam),
    initialPageParam: null,
    getNextPageParam: ({ next }) => next,
  })
  const more: More = { isThere: hasNextPage, isLoading: isFetchingNextPage, load: () => void fetchNextPage() }
  return { pages: data.pages, items: data.pages.flatMap(({ items }) => items), more }
}

/** Below a list that goes on. */
export function MoreButton({ more }: { more: More }) {
  if (!more.isThere) return null
  return (
    <div className="rp-quiet">
      <button className="rp-link" type="button" disabled={more.isLoading} onClick={more.load}>
        {t('app.more')}
      </button>
    </div>
  )
}
