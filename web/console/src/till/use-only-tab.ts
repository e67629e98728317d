import { useCallback, useEffect, useRef, useState } from 'react'

/** Whether this tab is the one that works at the till: not known yet, yes, or another one does. */
export type TabHold = 'asking' | 'held' | 'elsewhere'

/** A page that is just being closed, a reload, lets go within this time. */
const patienceMs = 1_500

/**
 * One tab at a time works at a store's till: two with the same cart would each take the customer's money, for one sale. The first has
 * it; another waits until that one is closed, or takes over, and then the first stops. Browsers without locks (no HTTPS) go without.
 */
export function useOnlyTab(name: string): { hold: TabHold; takeOver: () => void } {
  const [hold, setHold] = useState<TabHold>(() => ('locks' in navigator ? 'asking' : 'held'))
  const waiting = useRef<AbortController | null>(null)
  const letGo = useRef<() => void>(() => undefined)
  const isHere = useRef(false)

  const ask = useCallback(
    (options: LockOptions) =>
      navigator.locks.request(name, options, async () => {
        if (!isHere.current) return undefined // let in after it had left
        setHold('held')
        return new Promise<void>((resolve) => {
          letGo.current = resolve
        })
      }),
    [name],
  )
  const waitAgain = useRef<() => void>(() => undefined)
  const waitInLine = useCallback(() => {
    const line = new AbortController()
    waiting.current = line
    setHold('elsewhere')
    // Let in and taken over later it waits again; called off, somebody else says what comes next.
    ask({ signal: line.signal }).catch(() => {
      if (!line.signal.aborted) waitAgain.current()
    })
  }, [ask])

  waitAgain.current = waitInLine

  useEffect(() => {
    if (!('locks' in navigator)) return undefined
    isHere.current = true
    const patience = AbortSignal.timeout(patienceMs)
    ask({ signal: patience }).catch(() => {
      if (isHere.current) waitInLine()
    })
    return () => {
      isHere.current = false
      waiting.current?.abort()
      letGo.current()
    }
  }, [ask, waitInLine])

  const takeOver = useCallback(() => {
    waiting.current?.abort()
    ask({ steal: true }).catch(waitInLine)
  }, [ask, waitInLine])
  return { hold, takeOver }
}
