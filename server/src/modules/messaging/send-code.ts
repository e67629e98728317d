import type { PhoneCodeMessage, SendCode } from '#modules/identity/code-sender.ts'
import { inOwnWork } from './drive-message.ts'
import type { MessageRunner } from './message-runner.ts'
import { planSealed } from './plan-messages.ts'

const kinds = {
  sign_in: 'code_sign_in',
  phone_change: 'code_phone_change',
  cancellation: 'code_cancellation',
} as const

/**
 * Sends one-time codes by text message; where no gateway is set up they stand in the outbox page, for as long as they hold. Code
 * and phone are sealed and go when the code ends. Asked twice for one code, it is one message; one that may or may not have left
 * is not sent again: whoever waits asks for a new code.
 */
export function codeSender(runner: MessageRunner): SendCode {
  return async (message: PhoneCodeMessage) => {
    const { merchantId, phoneCodeId, purpose, phone, code, language, expiresAt, at } = message
    const minutes = Math.max(1, Math.round((expiresAt.getTime() - at.getTime()) / 60_000))
    await inOwnWork(runner.tools, merchantId, (work) =>
      planSealed(work, {
        id: phoneCodeId,
        kind: kinds[purpose],
        channel: 'sms',
        ref: phoneCodeId,
        sealed: { address: phone, values: { code, minutes }, language },
        about: { phoneCodeId },
        expiresAt,
        forgetAt: expiresAt,
      }),
    )
    runner.take(merchantId, phoneCodeId)
  }
}
