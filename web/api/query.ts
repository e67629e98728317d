import { queryOptions, type QueryClient } from '@tanstack/react-query'
import type { ApiRefusal, ApiUnreachable } from './api-refusal.ts'
import type { AnyOperation, InputOf, ResponseOf } from './operation.ts'
import { send } from './send.ts'

/** A read for TanStack Query: `useSuspenseQuery(query(api.memberGet, { memberId }))`. Keyed by path, then input. */
export function query<O extends AnyOperation>(operation: O, input: InputOf<O>) {
  return queryOptions<ResponseOf<O>, ApiRefusal | ApiUnreachable, ResponseOf<O>, readonly unknown[]>({
    queryKey: [operation.path, input],
    queryFn: ({ signal }) => send(operation, input, { signal }),
  })
}

/** Marks every cached answer of these operations as old, so that what is on the screen is read again. */
export async function refresh(client: QueryClient, ...operations: AnyOperation[]): Promise<void> {
  await Promise.all(operations.map(({ path }) => client.invalidateQueries({ queryKey: [path] })))
}
