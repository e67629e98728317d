import { useEffect, useState } from 'react'

/**
 * What stands behind a page that broke: `newer` when the server has another version by now than the one that runs here, whose
 * files are gone; `unreachable` when it does not answer; `current` when the page itself is at fault.
 */
type Standing = 'asking' | 'current' | 'newer' | 'unreachable'

const reloadedKey = 'regulars.reloaded-from'
const answerLimitMs = 8_000

/** The script that this page was started with; its name follows the content. Null while screens are developed. */
function startedWith(): string | null {
  const script = document.querySelector<HTMLScriptElement>('script[type="module"][src*="/assets/"]')
  return script ? new URL(script.src).pathname : null
}

/** Asks for the start page, as a reload would, whether it names another script. */
async function askStanding(script: string | null): Promise<Exclude<Standing, 'asking'>> {
  if (!script) return 'current'
  try {
    const startPage = script.replace(/assets\/.*$/, 'index.html')
    const answer = await fetch(startPage, { cache: 'no-store', signal: AbortSignal.timeout(answerLimitMs) })
    if (!answer.ok) return 'unreachable'
    return (await answer.text()).includes(script) ? 'current' : 'newer'
  } catch {
    return 'unreachable'
  }
}

/** Reloads unless that was done from this very version before: a page that stays broken must not go round in circles. */
function reloadOnce(script: string): boolean {
  try {
    if (sessionStorage.getItem(reloadedKey) === script) return false
    sessionStorage.setItem(reloadedKey, script)
  } catch {
    return false // nothing can be remembered: the reader reloads
  }
  location.reload()
  return true
}

/**
 * For the page that stands in for a broken one: tells why it broke, and reloads by itself, once, when a newer version took the
 * place of the one that was open. Nothing is lost by that: carts, drafts and what waits for a line are kept.
 */
export function useStanding(isAsked: boolean): Standing {
  const [standing, setStanding] = useState<Standing>(isAsked ? 'asking' : 'current')
  useEffect(() => {
    if (!isAsked) return undefined
    let isGone = false
    const script = startedWith()
    void askStanding(script).then((found) => {
      if (isGone || (found === 'newer' && reloadOnce(script!))) return
      setStanding(found)
    })
    return () => {
      isGone = true
    }
  }, [isAsked])
  return standing
}
