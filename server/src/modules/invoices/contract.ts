import {
  Cursor,
  Day,
  Instant,
  Nullable,
  PageOf,
  PositiveCents,
  strict,
  SumCents,
  Text,
  Type,
  Uuid,
} from '#platform/contract.ts'
import { buyerTypes } from './buyer-rules.ts'
import { invoiceStates, standingStates } from './invoice-step-rules.ts'

const State = Type.Enum([...invoiceStates])
const StandingState = Type.Enum([...standingStates])
const BuyerType = Type.Enum([...buyerTypes])
const Digits = (length: number) => Type.String({ pattern: `^[0-9]{${length}}$` })

export const ReceiptParams = strict({ token: Type.String({ maxLength: 100 }) })

const buyer = {
  buyerType: BuyerType,
  name: Text(100),
  taxNumber: Type.Optional(Nullable(Text(40, 0))),
  email: Type.String({ format: 'email', maxLength: 200 }),
}
export const InvoiceRequest = strict(buyer)
export const InvoiceAsked = strict({ invoiceId: Uuid, state: State, totalCents: PositiveCents })

/** What who holds a receipt may know of its invoice: no buyer, no files; those went to the e-mail address. */
export const ReceiptInvoice = strict({
  isOffered: Type.Boolean(),
  invoiceableCents: SumCents,
  invoice: Nullable(
    strict({
      state: StandingState,
      buyerType: BuyerType,
      totalCents: PositiveCents,
      invoiceNumber: Nullable(Type.String()),
    }),
  ),
})

const row = {
  id: Uuid,
  saleId: Uuid,
  storeId: Uuid,
  receiptNumber: Type.String(),
  businessDay: Day,
  state: State,
  reason: Nullable(Type.String()),
  buyerType: BuyerType,
  totalCents: PositiveCents,
  netCents: SumCents,
  taxCents: SumCents,
  redCents: SumCents,
  invoiceNumber: Nullable(Type.String()),
  requestedAt: Instant,
  issuedAt: Nullable(Instant),
}
export const InvoiceParams = strict({ invoiceId: Uuid })
export const InvoicePage = PageOf(strict(row))
export const InvoiceListQuery = strict({
  cursor: Type.Optional(Cursor),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
  state: Type.Optional(State),
  day: Type.Optional(Day),
})

export const Invoice = strict({
  ...row,
  buyer: strict({ name: Type.String(), taxNumber: Nullable(Type.String()), email: Type.String() }),
  lines: Type.Array(
    strict({
      name: Type.String(),
      taxClass: Type.String(),
      quantityMilli: Type.Integer(),
      taxRateBps: Type.Integer(),
      totalCents: SumCents,
      netCents: SumCents,
      taxCents: SumCents,
    }),
  ),
  files: strict({
    pdf: Type.Optional(Type.String()),
    ofd: Type.Optional(Type.String()),
    xml: Type.Optional(Type.String()),
  }),
  /** Beside this one, of the same sale: what it replaced, or what replaced it. */
  others: Type.Array(strict({ invoiceId: Uuid, state: State })),
  /** What a red letter has to take back now. */
  redLetterCents: SumCents,
  redLetters: Type.Array(
    strict({
      redLetterId: Uuid,
      confirmationNumber: Type.String(),
      redInvoiceNumber: Type.String(),
      amountCents: PositiveCents,
      at: Instant,
    }),
  ),
})

const redLetter = {
  confirmationNumber: Type.String({
    pattern: '^[0-9A-Za-z]{10,40}$',
    description: '红字确认单编号: the tax office’s yes',
  }),
  redInvoiceNumber: Digits(20),
}
export const RedLetterCreate = strict(redLetter)
export const InvoiceReplace = strict({ ...redLetter, reason: Text(200), ...buyer })
export const InvoiceReplaced = strict({
  ...{ invoiceId: Uuid, state: State, totalCents: PositiveCents },
  amountCents: Type.Integer({ minimum: 1, description: 'what the red letter took back' }),
})
export const RedLetterRecorded = strict({ redLetterId: Uuid, amountCents: PositiveCents })

export const Settings = strict({
  isOn: Type.Boolean(),
  baseUrl: Type.String(),
  appKey: Type.String(),
  hasSecret: Type.Boolean(),
  sellerTaxNumber: Type.String(),
  defaultTaxClassCode: Type.String(),
})
export const SettingsSave = strict({
  isOn: Type.Boolean(),
  baseUrl: Text(300),
  appKey: Type.String({ pattern: '^[\\x21-\\x7e]{1,80}$' }),
  secretKey: Type.Optional(
    Type.String({ pattern: '^[\\x21-\\x7e]{16,200}$', description: 'only written; left out: as it is' }),
  ),
  sellerTaxNumber: Text(40),
  defaultTaxClassCode: Text(40),
})
export const SettingsSaved = strict({ isOn: Type.Boolean() })

const PartyId = Nullable({ ...Uuid, description: 'null: the head office with the stores of its own' })
const Title = strict({ name: Type.String(), taxNumber: Type.String(), version: Type.Integer({ minimum: 0 }) })
const SettlementLine = strict({
  taxRateBps: Type.Integer(),
  totalCents: SumCents,
  netCents: SumCents,
  taxCents: SumCents,
})
const SettlementInvoice = strict({
  id: Uuid,
  totalCents: SumCents,
  netCents: SumCents,
  taxCents: SumCents,
  lines: Type.Array(SettlementLine),
  sellerName: Type.String(),
  sellerTaxNumber: Type.String(),
  buyerName: Type.String(),
  buyerTaxNumber: Type.String(),
  invoiceNumber: Type.String(),
  confirmationNumber: Nullable(Type.String()),
  issuedDay: Day,
})
const Month = Type.String({ pattern: '^[0-9]{4}-(0[1-9]|1[0-2])-01$', description: 'its first day' })
export const SettlementMonthQuery = strict({ month: Month })
export const SettlementMonth = strict({
  month: Day,
  isOver: Type.Boolean(),
  remark: Type.String({ description: '备注 that each of these invoices carries' }),
  parties: Type.Array(strict({ storeId: PartyId, name: Type.String(), title: Nullable(Title) })),
  pairs: Type.Array(
    strict({
      sellerId: PartyId,
      issuerId: PartyId,
      servedCents: SumCents,
      invoicedCents: SumCents,
      openCents: SumCents,
      lines: Type.Array(SettlementLine),
      invoices: Type.Array(SettlementInvoice),
    }),
  ),
})
export const SettlementInvoiceRecord = strict({
  month: Month,
  sellerId: PartyId,
  issuerId: PartyId,
  totalCents: { ...SumCents, description: 'as shown open; another sum is refused' },
  invoiceNumber: Digits(20),
  confirmationNumber: Type.Optional(Nullable(redLetter.confirmationNumber)),
  issuedDay: Day,
})
export const SettlementInvoiceRecorded = strict({ id: Uuid, totalCents: SumCents })
export const SettlementTitleParams = strict({ storeId: Uuid })
export const SettlementTitleSave = strict({
  name: Text(100),
  taxNumber: Text(40),
  version: Type.Integer({ minimum: 0 }),
})
export const SettlementTitleSaved = strict({ version: Type.Integer({ minimum: 1 }) })

export const SaleInvoicingParams = strict({ saleId: Uuid })
export const SaleInvoicing = strict({
  invoiceableCents: SumCents,
  parts: Type.Array(
    strict({
      kind: Type.String(),
      keptCents: { ...SumCents, description: 'what is left of it after refunds' },
      flag: Type.Enum(['invoiceable', 'invoiced_when_sold', 'given']),
    }),
  ),
  origins: Type.Array(
    strict({ originStoreId: Nullable(Uuid), principalCents: SumCents, isInvoicedBetween: Type.Boolean() }),
  ),
})
