import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { ApiRefusal, ApiUnreachable } from '@staff/api'

let signedOut: () => void = () => undefined

/** What to do when the server no longer knows the session: set by the router, which knows where the reader is. */
export function onSignedOut(handler: () => void): void {
  signedOut = handler
}

const isSignedOut = (error: unknown) => error instanceof ApiRefusal && error.code === 'not_signed_in'

export const queryClient = new QueryClient({
  queryCache: new QueryCache({
    onError: (error, query) => {
      // The session's own read decides where to go by itself (app/session.ts).
      if (isSignedOut(error) && query.meta?.['decidesItself'] !== true) signedOut()
    },
  }),
  // A refused command keeps the reader where they are: what they typed must not be lost.
  mutationCache: new MutationCache(),
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      networkMode: 'always', // a page says that the line is down; it does not wait silently for it
      retryDelay: (attempt) => 300 * 2 ** attempt,
      retry: (failures, error) => error instanceof ApiUnreachable && failures < 2,
    },
  },
})
