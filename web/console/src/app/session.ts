import { useSuspenseQuery } from '@tanstack/react-query'
import { redirect } from 'react-router'
import { api, ApiRefusal, query, send, type ResponseOf } from '@staff/api'
import { orKept } from '#console/offline/kept-answer.ts'
import { setMoneyStyle } from '@web/ui/format-money.ts'
import { setTimeStyle } from '@web/ui/format-time.ts'
import { paths } from './paths.ts'
import { preferences, usePreferences } from './preferences.ts'
import { queryClient } from './query-client.ts'

export type Session = ResponseOf<typeof api.sessionGet>
export type Store = Session['stores'][number]

/** On a till the session outlives the line: whoever stands there sells on. */
const sessionQuery = () => ({
  ...query(api.sessionGet, {}),
  queryFn: ({ signal }: { signal: AbortSignal }) => orKept('session', () => send(api.sessionGet, {}, { signal })),
  staleTime: 60_000,
  meta: { decidesItself: true },
})

/** Loads the session for a page, or sends the reader to sign in, or to the first run of an empty system. */
export async function requireSession(request: Request): Promise<Session> {
  try {
    const session = await queryClient.ensureQueryData(sessionQuery())
    setMoneyStyle({ currency: session.merchant.currency })
    setTimeStyle({ timeZone: storeAtHand(session, preferences().storeId).timeZone })
    if (session.user.mustChangePassword && new URL(request.url).pathname !== paths.account()) {
      throw redirect(paths.account())
    }
    return session
  } catch (error) {
    // A till without anybody signed in is known by its key, and may not ask for a session.
    if (!(error instanceof ApiRefusal) || (error.status !== 401 && error.status !== 403)) throw error
    const { needed } = await queryClient.fetchQuery(query(api.setupGet, {}))
    const { pathname, search } = new URL(request.url)
    throw redirect(needed ? paths.setup() : paths.signIn(`${pathname}${search}`))
  }
}

export function useSession(): Session {
  return useSuspenseQuery(sessionQuery()).data
}

function storeAtHand(session: Session, storeId: string | null): Store {
  return session.stores.find(({ id }) => id === storeId) ?? session.stores[0] ?? noStore
}

/** The store at hand for a loader, which has no hooks. */
export function storeForLoader(session: Session): Store {
  return storeAtHand(session, preferences().storeId)
}

/** Stands where a user may work in no store: pages still open, their lists are empty. */
const noStore: Store = { id: '', number: 0, name: '–', timeZone: 'Asia/Shanghai', cutoffHour: 0 }

/** The store the reader works in; what a page shows is this store's unless it says otherwise. */
export function useStore(): Store {
  return storeAtHand(useSession(), usePreferences().storeId)
}

/** Whether this user may do something. The server decides; this only spares people buttons that would be refused. */
export function useMay(): (permission: string) => boolean {
  const { permissions } = useSession()
  return (permission) => permissions.includes(permission)
}
