import type { LoaderFunctionArgs } from 'react-router'
import { queryClient } from '#app/query-client.ts'
import { requireSession, storeForLoader } from '#app/session.ts'
import { catalogQuery, promotionsQuery, settingsQuery } from './till-data.ts'

/** What a till needs before anything can be sold. */
export async function loadTill({ request }: LoaderFunctionArgs): Promise<null> {
  const session = await requireSession(request)
  const { id: storeId } = storeForLoader(session)
  if (storeId === '') return null
  await Promise.all([
    queryClient.ensureQueryData(catalogQuery(storeId)),
    queryClient.ensureQueryData(settingsQuery(storeId)),
    queryClient.ensureQueryData(promotionsQuery(storeId)),
  ])
  return null
}
