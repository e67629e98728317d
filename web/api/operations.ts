import { operation, type None } from './operation.ts'

/** @TODO(#2) Replaced by operations.generated.ts as soon as the server writes its openapi.json. */
export type SessionView = {
  user: { id: string; name: string }
  merchant: { id: string; name: string; currency: string }
  stores: { id: string; name: string; timeZone: string }[]
  permissions: string[]
  device?: { id: string; name: string }
}

export type HomeView = {
  day: string
  today: HomeFigures
  /** The mean of the same weekday over the last eight weeks, up to the same time of day. */
  usual: HomeFigures
  hours: { hour: number; salesCents: number; usualSalesCents: number }[]
  hands: { kind: string; count: number; amountCents?: number }[]
}

type HomeFigures = {
  salesCents: number
  saleCount: number
  visitCount: number
  topUpCents: number
  newMemberCount: number
}

type SetupInput = {
  setupCode: string
  merchantName: string
  currency: string
  locale: 'zh-CN' | 'en'
  storeName: string
  timeZone: string
  ownerName: string
  loginName: string
  password: string
}

export const api = {
  setupGet: operation<None, None, None, { needed: boolean }, never>('GET', '/api/v1/setup'),
  setupCreate: operation<
    None,
    None,
    SetupInput,
    { userId: string },
    'setup_code_wrong' | 'setup_done' | 'invalid_input'
  >('POST', '/api/v1/setup'),
  sessionCreate: operation<
    None,
    None,
    { loginName: string; password: string; totpCode?: string },
    { userId: string },
    'totp_needed' | 'totp_wrong' | 'sign_in_failed'
  >('POST', '/api/v1/session'),
  sessionGet: operation<None, None, None, SessionView, 'not_signed_in'>('GET', '/api/v1/session'),
  sessionDelete: operation<None, None, None, undefined, never>('DELETE', '/api/v1/session'),
  homeGet: operation<None, { storeId: string }, None, HomeView, 'store_not_found'>('GET', '/api/v1/home'),
}
