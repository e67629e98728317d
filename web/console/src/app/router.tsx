import { createBrowserRouter, type RouteObject } from 'react-router'
import { auditScreens } from '#console/audit/screens.ts'
import { receiptScreens, saleScreens } from '#console/cashier/screens.ts'
import { catalogScreens } from '#console/catalog/screens.ts'
import { couponScreens } from '#console/coupons/screens.ts'
import { tierScreens } from '#console/tiers/screens.ts'
import { displayScreens } from '#console/display/screens.ts'
import { galleryScreens } from '#console/gallery/screens.ts'
import { giftCardScreens } from '#console/gift-cards/screens.ts'
import { homeScreens } from '#console/home/screens.ts'
import { accountScreens, signInScreens } from '#console/identity/screens.ts'
import { importScreens } from '#console/imports/screens.ts'
import { invoiceScreens } from '#console/invoices/screens.ts'
import { memberScreens } from '#console/members/screens.ts'
import { messageScreens } from '#console/messaging/screens.ts'
import { offlineScreens } from '#console/offline/screens.ts'
import { passScreens } from '#console/passes/screens.ts'
import { paymentScreens } from '#console/payments/screens.ts'
import { pointsScreens } from '#console/points/screens.ts'
import { printingScreens } from '#console/printing/screens.ts'
import { promotionScreens } from '#console/promotions/screens.ts'
import { retentionScreens } from '#console/retention/screens.ts'
import { rewardScreens } from '#console/rewards/screens.ts'
import { settingsScreens } from '#console/settings/screens.ts'
import { shiftScreens, tillShiftScreens } from '#console/shifts/screens.ts'
import { setupScreens } from '#console/shops/screens.ts'
import { staffScreens } from '#console/staff/screens.ts'
import { stockScreens } from '#console/stock/screens.ts'
import { tillScreens } from '#console/till/screens.ts'
import { topUpScreens } from '#console/top-ups/screens.ts'
import { ErrorPage, NotFoundPage } from '#console/ui/error-page.tsx'
import { paths } from './paths.ts'
import { onSignedOut } from './query-client.ts'
import { requireSession } from './session.ts'
import { Shell } from './shell.tsx'
import { StartingPage } from './starting-page.tsx'
import { TillLayout } from './till-layout.tsx'

/** Screens inside the side bar's frame, one line per module. */
const deskScreens: RouteObject[] = [
  ...homeScreens,
  ...offlineScreens,
  ...saleScreens,
  ...shiftScreens,
  ...topUpScreens,
  ...paymentScreens,
  ...invoiceScreens,
  ...messageScreens,
  ...pointsScreens,
  ...promotionScreens,
  ...couponScreens,
  ...rewardScreens,
  ...passScreens,
  ...retentionScreens,
  ...tierScreens,
  ...giftCardScreens,
  ...memberScreens,
  ...catalogScreens,
  ...stockScreens,
  ...importScreens,
  ...accountScreens,
  ...staffScreens,
  ...settingsScreens,
  ...printingScreens,
  ...auditScreens,
  ...galleryScreens,
]

/** Screens that fill the window: the till. */
const fullScreens: RouteObject[] = [
  ...displayScreens,
  { path: 'till', Component: TillLayout, children: [...tillScreens, ...tillShiftScreens] },
]

/** Screens for people who are not signed in. */
const openScreens: RouteObject[] = [...signInScreens, ...setupScreens, ...receiptScreens]

const requireSignedIn: RouteObject['loader'] = ({ request }) => requireSession(request)

export const router = createBrowserRouter([
  {
    HydrateFallback: StartingPage,
    ErrorBoundary: ErrorPage,
    children: [
      ...openScreens,
      {
        Component: Shell,
        loader: requireSignedIn,
        children: [{ ErrorBoundary: ErrorPage, children: [...deskScreens, { path: '*', Component: NotFoundPage }] }],
      },
      { loader: requireSignedIn, ErrorBoundary: ErrorPage, children: fullScreens },
    ],
  },
])

onSignedOut(() => {
  const { pathname, search } = router.state.location
  if (!pathname.startsWith('/sign-in')) void router.navigate(paths.signIn(`${pathname}${search}`))
})
