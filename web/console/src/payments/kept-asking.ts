import { useSyncExternalStore } from 'react'

/** Prepaid money that a provider is asked for: what it was for, so that a till that was cut off can still book it. */
export type KeptAsking = {
  purpose: 'top_up' | 'gift_card_load'
  /** The id that the top-up or load will have. */
  recordId: string
  storeId: string
  /** What the top-up or load costs. */
  dueCents: number
  /** What providers were asked for, or brought: all of it, or what cash and other means leave. */
  amountCents: number
  memberId: string | null
  offerId: string | null
  /** A card that was at hand, by its id and its last characters: its code is as good as money and kept nowhere. */
  card: { giftCardId: string; codeTail: string } | null
}

const storageName = 'regulars.asking'
const listeners = new Set<() => void>()
/** Those that an open dialog sees to. */
const inHand = new Set<string>()
let kept = read()
let waiting = kept

function read(): readonly KeptAsking[] {
  try {
    return JSON.parse(localStorage.getItem(storageName) ?? '[]') as KeptAsking[]
  } catch {
    return []
  }
}

function change(next: readonly KeptAsking[]): void {
  kept = next
  try {
    localStorage.setItem(storageName, JSON.stringify(next))
  } catch {
    // A browser that keeps nothing still asks; what is lost with it stands on the list of payments.
  }
  tell()
}

function tell(): void {
  waiting = kept.filter(({ recordId }) => !inHand.has(recordId))
  for (const listener of listeners) listener()
}

/** Notes what money is about to be asked for, before anybody is asked. */
export function keepAsking(asking: KeptAsking): void {
  change([...read().filter(({ recordId }) => recordId !== asking.recordId), asking])
}

/** It is booked, or nobody pays it any more. */
export function dropAsking(recordId: string): void {
  change(read().filter((asking) => asking.recordId !== recordId))
}

/** What was asked for a member, or for a gift card, and not booked. */
export function findAsking(purpose: KeptAsking['purpose'], place: { storeId: string; memberId: string | null }) {
  const { storeId, memberId } = place
  return kept.find((each) => each.purpose === purpose && each.storeId === storeId && each.memberId === memberId) ?? null
}

/** An open dialog sees to it: nobody has to be told. Answers what lets go of it. */
export function takeInHand(recordId: string): () => void {
  inHand.add(recordId)
  tell()
  return () => {
    inHand.delete(recordId)
    tell()
  }
}

/** What waits for somebody to book it, in a store. */
export function useWaitingAskings(storeId: string): readonly KeptAsking[] {
  const all = useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => waiting,
  )
  return all.filter((asking) => asking.storeId === storeId)
}
