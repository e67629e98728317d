import { Cents, Day, Nullable, strict, Text, Type, Uuid } from '#platform/contract.ts'

const Days = Nullable(Type.Integer({ minimum: 0 }))
const Basis = Type.Enum(['ratio', 'list_price'])

export const LawPack = strict({
  id: Type.String(),
  region: Type.String(),
  from: Day,
  name: strict({ zh: Type.String(), en: Type.String() }),
  isDraft: Type.Boolean(),
  prepaid: strict({
    namedLimitCents: Nullable(Cents),
    anonymousLimitCents: Nullable(Cents),
    nonCashFromCents: Nullable(Cents),
    namedNeverExpires: Type.Boolean(),
    withdrawalDays: Days,
    withdrawalOnlyUnused: Type.Boolean(),
    withdrawalNotForKnownGoods: Type.Boolean(),
    refund: strict({ merchant: Basis, member: Basis }),
    repaidWithinDays: Days,
    closingNoticeDays: Days,
    invoice: Type.Enum(['at_top_up', 'at_spending']),
  }),
  renewal: strict({
    noticeDays: Type.Integer(),
    hasYearlyReminder: Type.Boolean(),
    coolingOffDays: Days,
    consentKeptYears: Type.Integer(),
  }),
  cancelling: strict({
    maxTaps: Type.Integer(),
    needsNoReason: Type.Boolean(),
    worksSignedOut: Type.Boolean(),
    offers: Type.Enum(['beside', 'after_receipt', 'none']),
    buttons: Nullable(strict({ open: Type.String(), confirm: Type.String() })),
    hasReceipt: Type.Boolean(),
    isSameMedium: Type.Boolean(),
  }),
  sources: Type.Array(Type.String()),
})
export const LawPackList = strict({ items: Type.Array(LawPack) })

const Version = Type.Integer({ minimum: 0, description: 'as read; a save over a newer one is refused' })
export const StoreLawParams = strict({ storeId: Uuid })
export const StoreLaw = strict({
  region: Type.String(),
  version: Version,
  packId: Type.String({ description: 'what a contract made today stands under' }),
})
export const StoreLawChoice = strict({ region: Text(12), version: Version })
export const StoreLawChosen = strict({ version: Version })
