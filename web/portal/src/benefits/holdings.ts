import { type ComponentType, lazy } from 'react'

/** The parts of 我的权益 in their order: a kind of value that members hold has one line here. */
export const holdings: { name: string; Part: ComponentType }[] = [
  { name: 'tier', Part: lazy(async () => ({ default: (await import('./tier-part.tsx')).TierPart })) },
  { name: 'passes', Part: lazy(async () => ({ default: (await import('./passes-part.tsx')).PassesPart })) },
  { name: 'points', Part: lazy(async () => ({ default: (await import('./points-part.tsx')).PointsPart })) },
  { name: 'stored-value', Part: lazy(async () => ({ default: (await import('./purse-part.tsx')).PursePart })) },
  { name: 'coupons', Part: lazy(async () => ({ default: (await import('./coupons-part.tsx')).CouponsPart })) },
]
