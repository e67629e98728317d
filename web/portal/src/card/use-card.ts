import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { api, ApiUnreachable, send } from '@staff/api'
import { keepCard, type KeptCard, readCard } from './kept-card.ts'
import { codeOfStep, importSecret, stepLeftMs, stepNow } from './rotating-code.ts'

/** The card: the server's where there is a line, else the one on this phone. */
export const cardQuery = () => ({
  queryKey: ['card'],
  staleTime: 5 * 60_000,
  retry: false,
  queryFn: async (): Promise<KeptCard & { isKept: boolean }> => {
    try {
      const askedAt = Date.now()
      const { number, secret, at } = await send(api.myCardGet, {})
      const halfWay = (askedAt + Date.now()) / 2
      const card = { number, key: await importSecret(secret), clockAheadMs: halfWay - new Date(at).getTime() }
      await keepCard(card)
      return { ...card, isKept: false }
    } catch (error) {
      const kept = error instanceof ApiUnreachable ? await readCard() : null
      if (!kept) throw error
      return { ...kept, isKept: true }
    }
  },
})

export type TurningCode = { code: string; leftMs: number; step: number }

/** The digits of this moment, anew with each step. Null until the first are worked out. */
export function useTurningCode(card: KeptCard | undefined): TurningCode | null {
  const [turning, setTurning] = useState<TurningCode | null>(null)
  useEffect(() => {
    if (!card) return undefined
    let timer: ReturnType<typeof setTimeout> | undefined
    let isCurrent = true
    const turn = async () => {
      const step = stepNow(Date.now(), card.clockAheadMs)
      const code = await codeOfStep(card.key, step)
      if (!isCurrent) return
      const leftMs = stepLeftMs(Date.now(), card.clockAheadMs)
      setTurning({ code, leftMs, step })
      timer = setTimeout(() => void turn(), leftMs + 20)
    }
    // A phone that slept shows an old code until its timers wake: it is turned at once when somebody looks.
    const look = () => {
      if (document.visibilityState !== 'visible') return
      clearTimeout(timer)
      void turn()
    }
    void turn()
    document.addEventListener('visibilitychange', look)
    return () => {
      isCurrent = false
      clearTimeout(timer)
      document.removeEventListener('visibilitychange', look)
    }
  }, [card])
  return turning
}

export function useCard() {
  return useQuery(cardQuery())
}

/** Keeps the screen lit while the code is held out, where the phone allows it. */
export function useLitScreen(): void {
  useEffect(() => {
    let lock: WakeLockSentinel | null = null
    let isCurrent = true
    const ask = async () => {
      try {
        lock = await navigator.wakeLock.request('screen')
        if (!isCurrent) await lock.release()
      } catch {
        // Low battery, or an old browser: the screen goes dark as it always does.
      }
    }
    if ('wakeLock' in navigator) void ask()
    return () => {
      isCurrent = false
      void lock?.release()
    }
  }, [])
}
