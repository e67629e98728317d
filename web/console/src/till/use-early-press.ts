import { useEffect, useEffectEvent, useState } from 'react'

type EarlyPress = {
  /** Whether what is acted on is not whole yet. */
  isWaiting: boolean
  /** What stands on the screen and would be acted on, as one text to compare. */
  shown: string
  act: () => void
}

/**
 * Keeps a press that came before the last answer, as from hands that know the keys: mostly it has come within a blink. Then it is acted
 * upon, if what stood there at the press still does; else nothing is done, `hasChanged` says so, and the person presses again.
 */
export function useEarlyPress({ isWaiting, shown, act }: EarlyPress) {
  const [pressedOn, setPressedOn] = useState<string | null>(null)
  const [hasChanged, setChanged] = useState(false)
  const decide = useEffectEvent((before: string) => {
    setPressedOn(null)
    if (before === shown) act()
    else setChanged(true)
  })
  useEffect(() => {
    if (pressedOn !== null && !isWaiting) decide(pressedOn)
  }, [pressedOn, isWaiting])
  const press = () => {
    setChanged(false)
    if (isWaiting) setPressedOn(shown)
    else act()
  }
  return { press, isKept: pressedOn !== null, hasChanged }
}
