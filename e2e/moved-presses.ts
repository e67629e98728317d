import type { BrowserContext } from 'playwright-core'

/**
 * In the page: tells of each press on a control that had moved by 6 px or more, with all around it, within 400 ms before it. Whatever grew in
 * one direction alone is left out: what stands at its other edge stayed.
 */
const probe = `(() => {
  const controls = 'button,a,input,select,textarea,label,[role]'
  const moves = []
  new PerformanceObserver((list) => {
    for (const { startTime: at, sources } of list.getEntries()) {
      for (const { node, previousRect: was, currentRect: is } of sources) {
        const [left, right, top, bottom] = ['left', 'right', 'top', 'bottom'].map((edge) => is[edge] - was[edge])
        const [x, y] = [left * right > 0 ? left : 0, top * bottom > 0 ? top : 0].map(Math.round)
        if (node?.nodeType !== 1 || was.width === 0 || is.width === 0 || Math.abs(x) + Math.abs(y) < 6) continue
        moves.push({ at, node, x, y })
        if (moves.length > 100) moves.shift()
      }
    }
  }).observe({ type: 'layout-shift', buffered: true })
  addEventListener('pointerdown', ({ target, timeStamp }) => {
    const pressed = target.closest?.(controls) ?? target
    const move = moves.findLast(({ at, node }) => timeStamp - at < 400 && node.isConnected && node.contains(pressed))
    if (!move) return
    const name = (pressed.getAttribute('aria-label') || pressed.innerText || pressed.value || '').trim().replace(/\\s+/g, ' ')
    console.debug('moved-press ' + pressed.tagName.toLowerCase() + ' “' + name.slice(0, 40) + '” at ' + location.pathname + ': by ' +
      move.x + ', ' + move.y + ' px ' + Math.round(timeStamp - move.at) + ' ms before')
  }, true)
})()`

/**
 * Collects presses on what had just moved: a finger that comes a moment earlier or later hits something else, and so does a journey, once
 * in a hundred runs. Only told, since what somebody's own press moved is among it.
 */
export async function watchMovedPresses(context: BrowserContext, told: string[]): Promise<void> {
  await context.addInitScript({ content: probe })
  context.on('console', (message) => {
    if (message.text().startsWith('moved-press ')) told.push(message.text())
  })
}
