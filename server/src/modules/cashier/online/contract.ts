import { drawModes } from '#modules/ledger/ledger-rules.ts'
import { paymentProviders, paymentRefundStates, paymentStates } from '#modules/payments/payment-rules.ts'
import { Cents, Day, Instant, Nullable, PositiveCents, strict, SumCents, Type, Uuid } from '#platform/contract.ts'
import { onlineMeans, onlineOrderStates } from './online-order-rules.ts'

const Fingerprint = Type.String({ pattern: '^[0-9a-f]{64}$' })
const Sentences = strict({ zh: Type.Array(Type.String()), en: Type.Array(Type.String()) })
const Means = Type.Enum([...onlineMeans])
const Kind = Type.Enum(['top_up', 'pass'])
const DrawMode = Type.Enum([...drawModes])
const Provider = Type.Enum([...paymentProviders])

export const OnlineOrderParams = strict({ onlineOrderId: Uuid })
export const OnlineStoreQuery = strict({ storeId: Uuid })

export const OnlineTopUpOffers = strict({
  items: Type.Array(
    strict({
      offerId: Uuid,
      name: Type.String(),
      principalCents: PositiveCents,
      bonusCents: Cents,
      drawMode: DrawMode,
      bonusMonths: Nullable(Type.Integer()),
      isWithinLimit: Type.Boolean({ description: 'what the law lets one account hold has room for it' }),
    }),
  ),
  lawPack: Type.String(),
  free: Nullable(
    strict({
      name: Type.String(),
      minCents: PositiveCents,
      maxCents: { ...Cents, description: 'the shop’s, or what the law leaves room for; below the least: none' },
      stepCents: PositiveCents,
    }),
  ),
  limitCents: Nullable(SumCents),
  heldCents: SumCents,
})

const Wish = Type.Union([
  strict({ kind: Type.Literal('top_up'), storeId: Uuid, offerId: Uuid }),
  strict({
    kind: Type.Literal('top_up'),
    storeId: Uuid,
    principalCents: { ...PositiveCents, description: 'an amount of the member’s own' },
  }),
  strict({
    kind: Type.Literal('pass'),
    storeId: Uuid,
    planId: Uuid,
    version: Type.Integer({ minimum: 1, description: 'the one that was shown' }),
    renewsPassId: Type.Optional(Uuid),
  }),
  strict({
    kind: Type.Literal('pass'),
    storeId: Uuid,
    planId: Uuid,
    version: Type.Integer({ minimum: 1, description: 'the one that was shown' }),
    changesPassId: Type.Unsafe<string>({ ...Uuid, description: 'the own pass that goes for it' }),
  }),
])

export const OnlineOrderQuoteRequest = strict({ wish: Wish })
export const OnlineOrderQuote = strict({
  name: Type.String(),
  amountCents: Cents,
  listCents: Cents,
  words: Sentences,
  topUp: Nullable(
    strict({
      offerId: Nullable({ ...Uuid, description: 'whose bonus it brings' }),
      principalCents: PositiveCents,
      bonusCents: Cents,
      drawMode: DrawMode,
      bonusExpiresDay: Nullable(Day),
      lawPack: Type.String(),
    }),
  ),
  startsDay: Nullable(Day),
  endsDay: Nullable(Day),
  isPriceLocked: Type.Boolean({ description: 'at the price that the pass was sold under' }),
  change: Nullable(
    strict({
      name: Type.String({ description: 'of the pass that goes for it' }),
      priceCents: SumCents,
      creditCents: SumCents,
      backCents: { ...SumCents, description: 'goes back as points or onto gift cards, and pays nothing here' },
    }),
  ),
  means: Type.Array(Means, { description: 'how it can be paid here' }),
  storedCents: Type.Integer({ minimum: 0, description: 'what the member can spend now' }),
  fingerprint: Fingerprint,
})

export const OnlineOrderCreate = strict({
  wish: Wish,
  means: Means,
  fingerprint: Fingerprint,
  hasAgreed: Type.Literal(true, { description: 'to the terms in words, as they were shown' }),
})
const State = Type.Enum([...onlineOrderStates])
export const OnlineOrderCreated = strict({ onlineOrderId: Uuid, state: State, paymentId: Nullable(Uuid) })
export const OnlineOrderAnswer = strict({ onlineOrderId: Uuid })

export const OnlineOrder = strict({
  onlineOrderId: Uuid,
  kind: Kind,
  name: Type.String(),
  state: State,
  amountCents: Cents,
  bonusCents: Cents,
  refusedCode: Nullable(Type.String({ description: 'why what was paid for could not be booked' })),
  at: Instant,
  settledAt: Nullable(Instant),
  payment: Nullable(
    strict({
      provider: Provider,
      state: Type.Enum([...paymentStates]),
      isLate: Type.Boolean(),
      payUrl: Nullable(Type.String({ description: 'the provider’s page, for this very phone' })),
      expiresAt: Instant,
      refundState: Nullable(Type.Enum([...paymentRefundStates])),
    }),
  ),
})
export const OnlineOrderList = strict({ items: Type.Array(OnlineOrder) })
