import type { ProviderAnswer } from './message-state-rules.ts'

/** A text message as a provider takes one: by the code under which the wording was approved, with its values. */
export type SmsOrder = {
  /** Our own id; the provider gives it back in receipts and lists. */
  messageId: string
  /** E.164. */
  phone: string
  sign: string
  templateCode: string
  /** In the order in which the wording names them. */
  values: readonly (readonly [name: string, value: string])[]
}

export type SmsRef = { messageId: string; phone: string; providerId: string | null; sentAt: Date }

/** What a provider tells unasked: about one of our messages, or from a phone that answered one. */
export type SmsNews =
  | { kind: 'receipt'; messageId: string | null; providerId: string | null; answer: ProviderAnswer }
  | { kind: 'reply'; phone: string; text: string }

/**
 * The way to an SMS gateway, for one account. Calls never throw for what gateway or network do: that is `lost`. They have no
 * idempotence (both providers' own words), so what is lost is asked about, not repeated.
 */
export type SmsPort = {
  send(order: SmsOrder, at: Date): Promise<ProviderAnswer>
  query(ref: SmsRef, at: Date): Promise<ProviderAnswer>
  /** Reads what was pushed to our address; null for what cannot be understood. */
  readNews(body: string): SmsNews[] | null
  /** The body that tells the gateway that it was taken. */
  newsTaken: string
}

export type EmailOrder = {
  messageId: string
  to: string
  subject: string
  text: string
  /** For mail programs: how to stop it (RFC 8058 wants a link; a reply address serves all). Null for what was asked for. */
  unsubscribe: string | null
}

export type EmailPort = {
  send(order: EmailOrder): Promise<ProviderAnswer>
  /** Signs in and sends nothing. Null: it works; else why not. */
  check(): Promise<string | null>
}
