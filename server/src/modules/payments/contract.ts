import {
  Cents,
  Count,
  Day,
  Instant,
  Nullable,
  PageOf,
  PageQuery,
  PositiveCents,
  strict,
  Text,
  Type,
  Uuid,
} from '#platform/contract.ts'
import { paymentListColumns } from './payment-column-rules.ts'
import {
  paymentModes,
  paymentProviders,
  paymentPurposes,
  paymentRefundStates,
  paymentStates,
  refundCauses,
} from './payment-rules.ts'

const Provider = Type.Enum([...paymentProviders])
const State = Type.Enum([...paymentStates])
const Purpose = Type.Enum([...paymentPurposes], { description: 'what is paid for: `saleId` is its id' })
const Mode = Type.Enum([...paymentModes])
/** At a till nobody opens a page on somebody else's phone. */
const TillMode = Type.Enum(['code', 'qr', 'terminal'])

export const PaymentParams = strict({ paymentId: Uuid })
export const PaymentRefundParams = strict({ paymentRefundId: Uuid })
export const AccountParams = strict({ providerAccountId: Uuid })
export const NoticeParams = strict({ merchantId: Uuid, providerAccountId: Uuid })

export const PaymentStart = strict({
  storeId: Uuid,
  purpose: Type.Optional(Purpose),
  saleId: Uuid,
  shiftId: Type.Optional(Nullable(Uuid)),
  amountCents: PositiveCents,
  mode: TillMode,
  code: Type.Optional(
    Nullable(Type.String({ pattern: '^[0-9]{1,32}$', description: 'the customer’s 付款码; not kept' })),
  ),
  provider: Type.Optional(Nullable(Provider)),
})
export const PaymentStarted = strict({ paymentId: Uuid, provider: Provider, state: State, expiresAt: Instant })
export const PaymentAnswer = strict({ paymentId: Uuid })

const row = {
  id: Uuid,
  purpose: Purpose,
  saleId: Uuid,
  storeId: Uuid,
  deviceId: Nullable(Uuid),
  cashierId: Nullable(Uuid),
  provider: Provider,
  mode: Mode,
  amountCents: PositiveCents,
  currency: Type.String(),
  state: State,
  reason: Nullable(Type.String()),
  isLate: Type.Boolean({ description: 'paid after it had been given up: goes back by itself' }),
  qrText: Nullable(Type.String()),
  providerNo: Nullable(Type.String()),
  card: Nullable(
    strict({
      brand: Nullable(Type.String()),
      last4: Nullable(Type.String()),
      authCode: Nullable(Type.String()),
    }),
  ),
  createdAt: Instant,
  expiresAt: Instant,
  cancelAskedAt: Nullable(Instant),
  confirmedAt: Nullable(Instant),
  claimSaleId: Nullable(Uuid),
  refunds: Type.Array(
    strict({
      paymentRefundId: Uuid,
      cause: Type.Enum([...refundCauses]),
      state: Type.Enum([...paymentRefundStates]),
      amountCents: PositiveCents,
      reason: Nullable(Type.String()),
    }),
  ),
}
export const Payment = strict(row)
export const PaymentPage = PageOf(Payment)

/** What the list can be narrowed by; the export takes the very same. */
const filter = {
  state: Type.Optional(State),
  provider: Type.Optional(Provider),
  storeId: Type.Optional(Uuid),
  saleId: Type.Optional(Uuid),
  needsAttention: Type.Optional(Type.Boolean()),
  from: Type.Optional(Day),
  until: Type.Optional(Day),
  minCents: Type.Optional(Cents),
  maxCents: Type.Optional(Cents),
  number: Type.Optional(
    Type.String({
      pattern: '^[0-9A-Za-z_-]{3,64}$',
      description: 'the provider’s number as it begins, the whole of ours, or the last four of a card',
    }),
  ),
}

export const PaymentListQuery = strict({ ...PageQuery, ...filter })

export const PaymentExportQuery = strict({
  ...filter,
  columns: Type.String({
    pattern: `^(${paymentListColumns.join('|')})(,(${paymentListColumns.join('|')}))*$`,
    description: 'which columns, in which order',
  }),
  format: Type.Union([Type.Literal('csv'), Type.Literal('xlsx')]),
  language: Type.Union([Type.Literal('zh'), Type.Literal('en')]),
})

export const FileBytes = Type.Unsafe<Buffer>({ description: 'the bytes of the file' })

export const OpenPaymentQuery = strict({
  storeId: Uuid,
  deviceId: Type.Optional(Uuid),
  saleId: Type.Optional({ ...Uuid, description: 'only for this record; then also what is paid and not booked yet' }),
})
export const OpenPaymentList = strict({
  items: Type.Array(
    strict({
      id: Uuid,
      purpose: Purpose,
      saleId: Uuid,
      amountCents: PositiveCents,
      state: State,
      createdAt: Instant,
    }),
  ),
})
export const PaymentHistory = strict({
  items: Type.Array(
    strict({
      eventNo: Count,
      at: Instant,
      kind: Type.String(),
      fromState: Nullable(Type.String()),
      toState: Type.String(),
      paymentRefundId: Nullable(Uuid),
      actorId: Nullable(Uuid),
      reason: Nullable(Type.String()),
    }),
  ),
})
export const Reason = strict({ reason: Text(200) })
export const PaymentRefundAsked = strict({ paymentRefundId: Uuid, amountCents: PositiveCents })
export const PaymentRefundRetried = strict({ paymentRefundId: Uuid, paymentId: Uuid })

export const MethodQuery = strict({ storeId: Uuid, deviceId: Type.Optional(Uuid) })
export const MethodList = strict({ providers: Type.Array(Provider) })

export const AccountSave = strict({
  provider: Provider,
  name: Text(60),
  storeId: Type.Optional(Nullable(Uuid)),
  deviceId: Type.Optional(Nullable(Uuid)),
  baseUrl: Text(300),
  fields: Type.Record(Type.String({ maxLength: 40 }), Type.String({ maxLength: 8_000 }), {
    description: 'by name; a secret left out or empty keeps what is there, and is never given back',
    maxProperties: 12,
  }),
})
export const AccountAnswer = strict({ providerAccountId: Uuid })
export const AccountList = strict({
  items: Type.Array(
    strict({
      id: Uuid,
      provider: Provider,
      name: Type.String(),
      storeId: Nullable(Uuid),
      deviceId: Nullable(Uuid),
      baseUrl: Type.String(),
      settings: Type.Record(Type.String(), Type.String()),
      noticeUrl: Type.String({ description: 'where the provider is to send its notices' }),
      changedAt: Instant,
    }),
  ),
})
export const AccountTest = strict({
  isWorking: Type.Boolean(),
  reason: Nullable(Type.String({ description: 'what the provider or the network said' })),
})
