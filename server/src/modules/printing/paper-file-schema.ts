import { strict, Type } from '#platform/contract.ts'

const pages = [Type.Literal('pdf'), Type.Literal('html'), Type.Literal('text')] as const

/** A paper as a file for people. */
export const PageFileQuery = strict({ format: Type.Union([...pages]) })

/** A paper as a file for people or for a printer; `columns` as on the roll, 32 or 48. */
export const PaperFileQuery = strict({
  format: Type.Union([...pages, Type.Literal('escpos'), Type.Literal('star')]),
  columns: Type.Optional(Type.Integer({ minimum: 24, maximum: 64 })),
})

export const PaperFileBytes = Type.String({ description: 'the file' })

export const paperFileTypes = ['application/pdf', 'text/html', 'text/plain', 'application/octet-stream']
