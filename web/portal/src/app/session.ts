import { useSuspenseQuery } from '@tanstack/react-query'
import { redirect } from 'react-router'
import { api, query, send, type ResponseOf } from '@staff/api'
import { setMoneyStyle } from '@web/ui/format-money.ts'
import { setTimeStyle } from '@web/ui/format-time.ts'
import { forgetCard } from '#portal/card/kept-card.ts'
import { keptAnswer } from './kept-answer.ts'
import { paths } from './paths.ts'
import { isSignedOut, queryClient } from './query-client.ts'

export type Shop = ResponseOf<typeof api.portalGet>
export type Session = ResponseOf<typeof api.myMemberSessionGet>

const kept = { shop: keptAnswer<Shop>('shop'), session: keptAnswer<Session>('session') }

const shopQuery = () => ({
  ...query(api.portalGet, {}),
  queryFn: () => kept.shop.orKept(() => send(api.portalGet, {})),
  staleTime: 10 * 60_000,
})

/** Outlives the line: the card has to open in a cellar. */
const sessionQuery = () => ({
  ...query(api.myMemberSessionGet, {}),
  queryFn: () => kept.session.orKept(() => send(api.myMemberSessionGet, {})),
  staleTime: 60_000,
  retry: false,
  meta: { decidesItself: true },
})

/** Loads what shop this is; for every page. */
export async function loadShop(): Promise<Shop> {
  const shop = await queryClient.ensureQueryData(shopQuery())
  setMoneyStyle({ currency: shop.merchant.currency })
  setTimeStyle({ timeZone: shop.merchant.timeZone })
  document.title = shop.merchant.name
  return shop
}

/** Loads the session for a page, or sends the reader to sign in. */
export async function requireSession(request: Request): Promise<Session> {
  const [session] = await Promise.all([queryClient.ensureQueryData(sessionQuery()).catch(signInInstead), loadShop()])
  return session

  async function signInInstead(error: unknown): Promise<never> {
    if (!isSignedOut(error)) throw error
    await forgetMe()
    const { pathname, search } = new URL(request.url)
    throw redirect(paths.signIn(`${pathname.replace(/^\/m(?=\/|$)/, '')}${search}`))
  }
}

export function useShop(): Shop {
  return useSuspenseQuery(shopQuery()).data
}

export function useSession(): Session {
  return useSuspenseQuery(sessionQuery()).data
}

/**
 * Takes everything of a member off this phone: signing out, being signed out, being erased.
 *
 * `show` leads to the page that comes after. It is shown before the answers in memory go: a page of the member that
 * is still on the screen would ask for them again, and be refused.
 */
export async function forgetMe(show: () => Promise<void> = async () => {}): Promise<void> {
  await Promise.all([kept.session.forget(), forgetCard()])
  await show()
  queryClient.clear()
}
