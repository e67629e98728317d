import { Instant, Nullable, RateBps, strict, Text, Type, Uuid } from '#platform/contract.ts'
import { cashModes, cashSteps } from './shop-rules.ts'

const Locale = Type.Union([Type.Literal('zh-CN'), Type.Literal('en')])
const CashStep = Type.Enum([...cashSteps], { description: 'the smallest coin in which cash is settled' })
const CashMode = Type.Enum([...cashModes])
const Version = Type.Integer({
  minimum: 1,
  maximum: 2_000_000_000,
  description: 'as read; a save over a newer one is refused',
})

export const Merchant = strict({
  id: Uuid,
  name: Type.String(),
  currency: Type.String(),
  locale: Locale,
  phone: Type.String(),
  address: Type.String(),
  version: Version,
})

export const MerchantChange = strict({
  version: Version,
  name: Type.Optional(Text(80)),
  locale: Type.Optional(Locale),
  phone: Type.Optional(Text(40, 0)),
  address: Type.Optional(Text(200, 0)),
})

const settings = {
  name: Text(80),
  timeZone: Text(60),
  cutoffHour: Type.Integer({
    minimum: 0,
    maximum: 23,
    description: 'the business day ends at this hour of the next date',
  }),
  phone: Text(40, 0),
  address: Text(200, 0),
  receiptHeader: Text(400, 0),
  receiptFooter: Text(400, 0),
  pricesIncludeTax: Type.Boolean(),
  taxRateBps: RateBps,
  cashStepCents: CashStep,
  cashMode: CashMode,
}

export const Store = strict({
  id: Uuid,
  number: Type.Integer(),
  name: Type.String(),
  timeZone: Type.String(),
  cutoffHour: Type.Integer(),
  phone: Type.String(),
  address: Type.String(),
  receiptHeader: Type.String(),
  receiptFooter: Type.String(),
  pricesIncludeTax: Type.Boolean(),
  taxRateBps: Type.Integer(),
  cashStepCents: CashStep,
  cashMode: CashMode,
  version: Version,
  closedAt: Nullable(Instant),
})

export const StoreList = strict({ items: Type.Array(Store) })

const { name, ...others } = settings
export const StoreCreate = strict({ name, ...optional(others) })
export const StoreChange = strict({ version: Version, ...optional(settings) })
export const StoreParams = strict({ storeId: Uuid })
export const StoreAnswer = strict({ storeId: Uuid })
export const StoreVersion = strict({ storeId: Uuid, version: Version })
export const MerchantVersion = strict({ version: Version })

function optional<T extends Record<string, Parameters<typeof Type.Optional>[0]>>(fields: T) {
  return Object.fromEntries(Object.entries(fields).map(([key, schema]) => [key, Type.Optional(schema)])) as {
    [K in keyof T]: ReturnType<typeof Type.Optional<T[K]>>
  }
}
