import { Instant, Nullable, PageOf, PageQuery, strict, Text, Type, Uuid } from '#platform/contract.ts'

const settings = {
  deviceId: Nullable(Uuid),
  name: Text(40),
  language: Type.Union([Type.Literal('escpos'), Type.Literal('star')]),
  host: Text(45),
  port: Type.Integer({ minimum: 1, maximum: 65_535 }),
  columns: Type.Integer({
    minimum: 24,
    maximum: 64,
    description: 'half-width characters a line: 32 on 58 mm, 48 on 80 mm',
  }),
  hasCutter: Type.Boolean(),
  hasDrawer: Type.Boolean(),
  printsEachSale: Type.Boolean({ description: 'prints every sale without being asked' }),
}

export const PrinterCreate = strict({ storeId: Uuid, ...settings })
export const PrinterChange = strict({ version: Type.Integer({ minimum: 1 }), ...settings })
export const PrinterAnswer = strict({ printerId: Uuid })
export const PrinterVersion = strict({ printerId: Uuid, version: Type.Integer() })
export const Printer = strict({ id: Uuid, storeId: Uuid, ...settings, version: Type.Integer() })
export const PrinterList = strict({ items: Type.Array(Printer) })
export const PrinterQuery = strict({ storeId: Type.Optional(Uuid) })
export const PrinterParams = strict({ printerId: Uuid })

export const JobState = Type.Union([
  Type.Literal('waiting'),
  Type.Literal('printing'),
  Type.Literal('printed'),
  Type.Literal('unclear'),
  Type.Literal('failed'),
  Type.Literal('cancelled'),
])
export const PrintJob = strict({
  id: Uuid,
  printerId: Uuid,
  printerName: Type.String(),
  storeId: Uuid,
  title: Type.String(),
  subjectKind: Nullable(Type.String()),
  subjectId: Nullable(Uuid),
  state: JobState,
  tries: Type.Integer(),
  problem: Nullable(Type.String()),
  askedByName: Nullable(Type.String()),
  askedAt: Instant,
  endedAt: Nullable(Instant),
})
export const PrintJobPage = PageOf(PrintJob)
export const PrintJobQuery = strict({ ...PageQuery, isOpen: Type.Optional(Type.Boolean()) })
export const PrintJobParams = strict({ jobId: Uuid })
export const PrintTaken = strict({ jobId: Uuid, printerId: Uuid })
export const PrintJobAnswer = strict({ jobId: Uuid })
