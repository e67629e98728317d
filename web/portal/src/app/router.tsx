import { createBrowserRouter, type RouteObject } from 'react-router'
import { benefitScreens } from '#portal/benefits/screens.ts'
import { bookingScreens } from '#portal/bookings/screens.ts'
import { cardScreens } from '#portal/card/screens.ts'
import { couponLinkScreens, couponScreens } from '#portal/coupons/screens.ts'
import { homeScreens } from '#portal/home/screens.ts'
import { inboxScreens } from '#portal/inbox/screens.ts'
import { leavingOpenScreens, leavingScreens } from '#portal/leaving/screens.ts'
import { certificateScreens, mallScreens } from '#portal/mall/screens.ts'
import { meScreens } from '#portal/me/screens.ts'
import { orderScreens } from '#portal/orders/screens.ts'
import { passScreens } from '#portal/passes/screens.ts'
import { preferenceScreens } from '#portal/preferences/screens.ts'
import { privacyScreens } from '#portal/privacy/screens.ts'
import { receiptScreens } from '#portal/receipts/screens.ts'
import { rulesScreens } from '#portal/rules/screens.ts'
import { signInScreens } from '#portal/sign-in/screens.ts'
import { statementScreens } from '#portal/statement/screens.ts'
import { storedValueScreens } from '#portal/stored-value/screens.ts'
import { ErrorPage, NotFoundPage } from '#portal/ui/error-page.tsx'
import { StartingPage } from '#portal/ui/starting-page.tsx'
import { Frame } from './frame.tsx'
import { paths } from './paths.ts'
import { onSignedOut } from './query-client.ts'
import { leaveFor, loadShop, requireSession } from './session.ts'

/** Pages of a signed-in member, one line per subject. */
const memberScreens: RouteObject[] = [
  ...homeScreens,
  ...cardScreens,
  ...benefitScreens,
  ...bookingScreens,
  ...couponScreens,
  ...inboxScreens,
  ...leavingScreens,
  ...mallScreens,
  ...orderScreens,
  ...passScreens,
  ...preferenceScreens,
  ...privacyScreens,
  ...receiptScreens,
  ...statementScreens,
  ...storedValueScreens,
  ...meScreens,
]

/** Pages that open for strangers, too. */
const openScreens: RouteObject[] = [
  ...signInScreens,
  ...couponLinkScreens,
  ...rulesScreens,
  ...leavingOpenScreens,
  ...certificateScreens,
]

export const router = createBrowserRouter(
  [
    {
      HydrateFallback: StartingPage,
      ErrorBoundary: ErrorPage,
      children: [
        { loader: loadShop, children: openScreens },
        {
          Component: Frame,
          loader: ({ request }) => requireSession(request),
          shouldRevalidate: () => false,
          children: [
            { ErrorBoundary: ErrorPage, children: [...memberScreens, { path: '*', Component: NotFoundPage }] },
          ],
        },
      ],
    },
  ],
  { basename: '/m' },
)

onSignedOut(() => {
  const { pathname, search } = router.state.location
  const inside = pathname.replace(/^\/m(?=\/|$)/, '')
  if (inside.startsWith('/sign-in')) return
  void leaveFor(paths.signIn(`${inside}${search}`))
})
