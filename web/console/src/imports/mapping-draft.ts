import { useState } from 'react'
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

/** The draft of one file, kept for this tab with every change. */
export function useImportDraft(fileId: string, initial: () => ImportDraft) {
  const [draft, setDraft] = useState(() => readImportDraft(fileId) ?? initial())
  const change = (next: ImportDraft) => {
    keepDraft(nameOf(fileId), next)
    setDraft(next)
  }
  return [draft, change] as const
}
