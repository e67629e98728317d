import { type DisplayState, idle } from './display-state.ts'

/** Windows of one browser hear each other; nothing leaves the machine. A screen that opens late asks what is shown. */
type Message = { type: 'show'; state: DisplayState } | { type: 'ask' }

const nameOf = (storeId: string) => `regulars.display.${storeId}`

/** The till's end: shows, and shows again to a screen that asks. */
export function openFeed(storeId: string): { show: (state: DisplayState) => void; close: () => void } {
  const channel = new BroadcastChannel(nameOf(storeId))
  let shown = idle
  const send = (message: Message) => channel.postMessage(message)
  channel.addEventListener('message', ({ data }: MessageEvent<Message>) => {
    if (data.type === 'ask') send({ type: 'show', state: shown })
  })
  return {
    show(state) {
      shown = state
      send({ type: 'show', state })
    },
    close() {
      send({ type: 'show', state: idle })
      channel.close()
    },
  }
}

/** The screen's end. Returns what ends it. */
export function watchFeed(storeId: string, onState: (state: DisplayState) => void): () => void {
  const channel = new BroadcastChannel(nameOf(storeId))
  channel.addEventListener('message', ({ data }: MessageEvent<Message>) => {
    if (data.type === 'show') onState(data.state)
  })
  const ask: Message = { type: 'ask' }
  channel.postMessage(ask)
  return () => channel.close()
}
