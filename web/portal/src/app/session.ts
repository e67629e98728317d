import { useSuspenseQuery } from '@tanstack/react-query'
import { redirect } from 'react-router'
import { api, query, send, type ResponseOf } from '@staff/api'
import { setMoneyStyle } from '@web/ui/format-money.ts'
import { setTimeStyle } from '@web/ui/format-time.ts'
import { forgetCard } from '#portal/card/kept-card.ts'
import { forgetPasses } from '#portal/passes/my-passes.ts'
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
  void sendWhatWaits(session.member.id)
  return session

  async function signInInstead(error: unknown): Promise<never> {
    if (!isSignedOut(error)) throw error
    await forgetMe()
    const { pathname, search } = new URL(request.url)
    throw redirect(paths.signIn(`${pathname.replace(/^\/m(?=\/|$)/, '')}${search}`))
  }
}

/** What was asked for without a line goes out as soon as the portal opens with one, on whichever page. */
async function sendWhatWaits(memberId: string): Promise<void> {
  try {
    const { sendWaiting } = await import('#portal/leaving/waiting-leaving.ts')
    if ((await sendWaiting(memberId)) > 0) await queryClient.invalidateQueries()
  } catch {
    // Its file is gone for a newer version: the next page asks again.
  }
}

export function useShop(): Shop {
  return useSuspenseQuery(shopQuery()).data
}

export function useSession(): Session {
  return useSuspenseQuery(sessionQuery()).data
}

/** Takes everything of a member off this phone: before somebody signs in, when the session is over, when they are erased. */
export async function forgetMe(): Promise<void> {
  await forgetKept()
  queryClient.clear()
}

/**
 * Takes what this phone keeps of a member off it and opens the way in as a new page: nothing is left in memory, and no page of
 * theirs that is still on the screen asks again, to be refused.
 */
export async function leaveFor(to: string): Promise<void> {
  await forgetKept()
  location.replace(`/m${to}`)
}

async function forgetKept(): Promise<void> {
  await Promise.all([kept.session.forget(), forgetCard(), forgetPasses()])
}
