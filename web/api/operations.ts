import { operation, type None } from './operation.ts'
import { api as generated } from './operations.generated.ts'

/** @TODO(#2) What the home page asks for until the server answers it; then the generated table is all there is. */
type Home = {
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

export const api = {
  homeGet: operation<None, { storeId: string }, None, Home, 'store_not_found'>('GET', '/api/v1/home'),
  ...generated,
}
