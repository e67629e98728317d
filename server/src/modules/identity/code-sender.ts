import { Refused } from '#shared/refusal.ts'

/** What a code proves the phone for; its message says so. */
export type PhoneCodePurpose = 'sign_in' | 'phone_change' | 'cancellation'

/** A code on its way to a phone. It exists in the open here only: never in an event, an audit line or a log. */
export type PhoneCodeMessage = {
  merchantId: string
  /** The code's own id: a sender that is asked twice for one id sends once. */
  phoneCodeId: string
  purpose: PhoneCodePurpose
  /** E.164. */
  phone: string
  code: string
  language: 'zh' | 'en'
  /** Until when the code holds; sent later it is of no use. */
  expiresAt: Date
  at: Date
}

/**
 * How a code leaves: by text message, or into the outbox page where no gateway is set up.
 *
 * Called after the code was committed and outside any transaction. Somebody waits: it hands the message over and returns; the
 * gateway's own answer is not awaited. It throws `Refused('phone_codes_unavailable')` where the merchant can send none.
 */
export type SendCode = (message: PhoneCodeMessage) => Promise<void>

/** Where nothing is set up that could send: says so, stores nothing. */
export const noCodeSender: SendCode = () => Promise.reject(new Refused('phone_codes_unavailable'))
