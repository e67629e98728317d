import type { Channel } from '#modules/messaging/message-kinds-rules.ts'

type PhoneBubbleProps = { channel: Channel; words: { title: string; body: string } }

/** A message as its reader sees it: a bubble, a letter, a card in the portal. */
export function PhoneBubble({ channel, words }: PhoneBubbleProps) {
  return (
    <div className={`rg-message-preview rg-message-${channel}`}>
      {words.title && <strong>{words.title}</strong>}
      <p>{words.body}</p>
    </div>
  )
}
