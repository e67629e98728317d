import { useSession } from '#app/session.ts'

/** Names of the stores that this user may see, by id. */
export function useStoreNames(): ReadonlyMap<string, string> {
  return new Map(useSession().stores.map(({ id, name }) => [id, name]))
}
