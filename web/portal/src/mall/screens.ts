import { screen } from '@web/ui/screen.ts'

/** For whoever is handed a certificate. */
export const certificateScreens = [
  screen('certificate/:merchantId/:donationId', () => import('./certificate-page.tsx'), 'CertificatePage'),
]

export const mallScreens = [
  screen('mall', () => import('./mall-page.tsx'), 'MallPage'),
  screen('mall/redeemed', () => import('./redeemed-page.tsx'), 'RedeemedPage'),
  screen('giving', () => import('./giving-page.tsx'), 'GivingPage'),
  screen('draws', () => import('./draws-page.tsx'), 'DrawsPage'),
]
