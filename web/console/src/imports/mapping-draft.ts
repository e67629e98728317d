import { useEffect, useState } from 'react'
import { forgetDraft, keepDraft, readDraft } from '#console/ui/draft.ts'
import type { Mapping } from './import-words.ts'

/** How this file is to be read, and the store for rows that name none. */
export type ImportDraft = { mapping: Mapping; storeId: string | null }

const nameOf = (fileId: string) => `import.${fileId}`

export function readImportDraft(fileId: string): ImportDraft | null {
  const { mapping, storeId } = readDraft(nameOf(fileId)) as Partial<ImportDraft>
  return mapping ? { mapping, storeId: storeId ?? null } : null
}

export const forgetImportDraft = (fileId: string) => forgetDraft(nameOf(fileId))

/** The draft of one file, kept for this tab: what was guessed and left as it is, too, for the import after the try needs it. */
export function useImportDraft(fileId: string, initial: () => ImportDraft) {
  const [draft, setDraft] = useState(() => readImportDraft(fileId) ?? initial())
  useEffect(() => keepDraft(nameOf(fileId), draft), [fileId, draft])
  return [draft, setDraft] as const
}
