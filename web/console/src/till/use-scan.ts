import { useQueryClient, type QueryClient } from '@tanstack/react-query'
import { useRef, useState, type RefObject } from 'react'
import { ApiRefusal } from '@staff/api'
import { tillMemberLookup, tillMemberSearch } from '#console/offline/till-member-queries.ts'
import { t } from '#app/i18n.ts'
import { sentenceFor } from '#console/ui/refusal-text.tsx'
import { readScan, splitTimes } from './scan-rules.ts'
import { taskClock } from './task-clock.ts'
import { findItems, type TillCatalog, type TillItem } from './till-data.ts'

export type AddItem = (item: TillItem, quantityMilli?: number, embeddedCents?: number | null) => void

type Trouble = { sentence: string; at: number }

/** So long a word about a scan stands at least, whatever is scanned next: nobody reads it in the moment between two beeps. */
const readMs = 5_000

type UseScan = {
  catalog: TillCatalog
  input: RefObject<HTMLInputElement | null>
  onAdd: AddItem
  onAttach: (memberId: string) => void
  /** A receipt was scanned: what is on it comes back. */
  onReceipt: (text: string) => void
}

/**
 * The till's one input: what stands in it, and what Enter makes of it.
 *
 * A scanner does not look at the screen: what was not found stays to be read and corrected, but selected, so that the next code
 * takes its place instead of its end; and an answer that comes late clears only what it answers.
 */
export function useScan({ catalog, input, onAdd, onAttach, onReceipt }: UseScan) {
  const [typed, write] = useState('')
  const [trouble, setTrouble] = useState<Trouble | null>(null)
  const client = useQueryClient()
  const current = useRef('')
  const setTyped = (text: string) => {
    current.current = text
    write(text)
    if (text === '') settle()
  }
  const clear = (answered: string) => {
    if (current.current === answered) setTyped('')
  }
  const fail = (sentence: string) => {
    taskClock.error()
    setTrouble({ sentence, at: Date.now() })
  }
  const settle = () => setTrouble((before) => (before && Date.now() - before.at < readMs ? before : null))
  const add: AddItem = (item, quantityMilli = 1000, embeddedCents = null) => {
    if (item.listPriceCents === null) return fail(t('till.noPrice', { name: item.name }))
    settle()
    onAdd(item, quantityMilli, embeddedCents)
  }
  const attach = (memberId: string, answered = current.current) => {
    clear(answered)
    onAttach(memberId)
  }
  const confirm = async () => {
    const answered = current.current
    const { times, text } = splitTimes(answered)
    if (text === '') return
    settle()
    const scan = readScan(text, catalog)
    if (scan.kind === 'receipt') {
      clear(answered)
      return onReceipt(text)
    }
    if (scan.kind === 'item') {
      clear(answered)
      return add(scan.item, scan.quantityMilli * times, scan.embeddedCents)
    }
    input.current?.select()
    const items = findItems(catalog, text, null, 2)
    try {
      const memberId = await findMember(client, text, { isCode: scan.kind === 'member', isAlone: items.length === 0 })
      if (memberId) return attach(memberId, answered)
    } catch (error) {
      return fail(sentenceFor(error))
    }
    if (items.length === 1) {
      clear(answered)
      add(items[0]!, 1000 * times)
    } else if (items.length === 0) fail(t('till.nothingFound', { text }))
  }
  // A tap on a tile takes the number that stands before the star: "3*", then the tile.
  const addTapped = (item: TillItem) => {
    const { times, text } = splitTimes(typed)
    if (times > 1 && text === '') setTyped('')
    add(item, 1000 * times)
  }
  return {
    typed,
    setTyped,
    trouble: trouble?.sentence ?? null,
    confirm,
    add: addTapped,
    attach: (memberId: string) => attach(memberId),
  }
}

/** Whose code or phone it is; or the one member whom the words fit, where no goods do. Null where it is nobody or several. */
async function findMember(
  client: QueryClient,
  text: string,
  { isCode, isAlone }: { isCode: boolean; isAlone: boolean },
): Promise<string | null> {
  if (isCode) {
    try {
      return (await client.fetchQuery({ ...tillMemberLookup(text), staleTime: 0 })).memberId
    } catch (error) {
      if (!(error instanceof ApiRefusal) || error.code !== 'member_not_found') throw error
    }
  }
  if (!isAlone) return null
  const { items } = await client.fetchQuery({ ...tillMemberSearch(text, 2), staleTime: 5_000 })
  return items.length === 1 ? items[0]!.id : null
}
