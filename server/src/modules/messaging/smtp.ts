import { setTimeout as sleep } from 'node:timers/promises'
import { createTransport } from 'nodemailer'
import type { EmailPort } from './channel-port.ts'
import type { ProviderAnswer } from './message-state-rules.ts'

export type SmtpSettings = {
  /** `smtps://host:465` for TLS from the first byte, `smtp://host:587` for STARTTLS. */
  baseUrl: string
  user: string
  password: string
  from: string
  /** Plain text on the wire: a server on this very machine only. */
  isPlainAllowed?: boolean
}

const timeoutMs = 8_000
/** For the whole letter, shorter than the lease under which it is sent. */
const patienceMs = 20_000

/**
 * A letter over SMTP. The Message-ID is made of our own id, so a second copy of it is the same letter to a mail program. A server
 * that hangs up after it may have taken the letter leaves it `lost`; one that says 4xx did not take it, 5xx never will.
 */
export function smtpPort({ baseUrl, user, password, from, isPlainAllowed = false }: SmtpSettings): EmailPort {
  const url = new URL(baseUrl)
  const isSecure = url.protocol === 'smtps:'
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const open = () =>
    createTransport({
      host,
      port: url.port ? Number(url.port) : isSecure ? 465 : 587,
      secure: isSecure,
      requireTLS: !isSecure && !isPlainAllowed,
      ignoreTLS: isPlainAllowed,
      ...(user ? { auth: { user, pass: password } } : {}),
      connectionTimeout: timeoutMs,
      greetingTimeout: timeoutMs,
      socketTimeout: timeoutMs,
      disableFileAccess: true,
      disableUrlAccess: true,
    })
  return {
    async check() {
      const transport = open()
      try {
        await transport.verify()
        return null
      } catch (error) {
        const { code, responseCode } = error as SmtpFault
        return responseCode ? `smtp_${responseCode}` : (code ?? 'fault').toLowerCase()
      } finally {
        transport.close()
      }
    },
    async send({ messageId, to, subject, text, unsubscribe }) {
      const transport = open()
      const patience = new AbortController()
      try {
        const sending = transport.sendMail({
          from,
          to,
          subject,
          text,
          messageId: `<${messageId}@${domainOf(from)}>`,
          ...(unsubscribe ? { headers: { 'List-Unsubscribe': unsubscribe } } : {}),
        })
        const sent = await Promise.race([sending, outOfPatience(patience.signal)])
        return { kind: 'accepted', providerId: sent.messageId }
      } catch (error) {
        return afterFault(error as SmtpFault)
      } finally {
        patience.abort()
        transport.close()
      }
    },
  }
}

async function outOfPatience(signal: AbortSignal): Promise<never> {
  await sleep(patienceMs, undefined, { signal, ref: false })
  throw Object.assign(new Error('the letter took too long'), { code: 'ETIMEDOUT', command: 'DATA' })
}

type SmtpFault = Error & { code?: string; responseCode?: number; command?: string }

function domainOf(from: string): string {
  return /@([A-Za-z0-9.-]+)/.exec(from)?.[1] ?? 'regulars.invalid'
}

/** Before the letter itself was sent nothing can have been taken. */
const beforeTheLetter = new Set(['CONN', 'EHLO', 'HELO', 'STARTTLS', 'MAIL FROM', 'RCPT TO', 'LHLO'])

function afterFault({ code, responseCode, command }: SmtpFault): ProviderAnswer {
  const reason = responseCode ? `smtp_${responseCode}` : (code ?? 'fault').toLowerCase()
  if (code === 'EAUTH') return { kind: 'busy', reason, waitSeconds: 600 }
  if (responseCode && responseCode >= 500) return { kind: 'rejected', reason }
  if (responseCode && responseCode >= 400) return { kind: 'busy', reason, waitSeconds: 300 }
  if (command && (beforeTheLetter.has(command) || command.startsWith('AUTH'))) return { kind: 'busy', reason }
  return { kind: 'lost', reason }
}
