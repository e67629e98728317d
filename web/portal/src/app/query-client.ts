import { QueryCache, QueryClient } from '@tanstack/react-query'
import { ApiRefusal, ApiUnreachable } from '@staff/api'

let signedOut: () => void = () => undefined

/** What to do when the server no longer knows the session: set by the router, which knows where the reader is. */
export function onSignedOut(handler: () => void): void {
  signedOut = handler
}

/** A shop's own browser may be signed in as staff and still have no member: that is not signed in here either. */
export function isSignedOut(error: unknown): boolean {
  return error instanceof ApiRefusal && (error.code === 'not_signed_in' || error.code === 'not_allowed')
}

export const queryClient = new QueryClient({
  queryCache: new QueryCache({
    onError: (error, query) => {
      // The session's own read decides where to go by itself (app/session.ts).
      if (isSignedOut(error) && query.meta?.['decidesItself'] !== true) signedOut()
    },
  }),
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      gcTime: 24 * 3_600_000,
      networkMode: 'always', // a page says that the line is down; it does not wait silently for it
      retryDelay: (attempt) => 300 * 2 ** attempt,
      retry: (failures, error) => error instanceof ApiUnreachable && failures < 2,
    },
  },
})
