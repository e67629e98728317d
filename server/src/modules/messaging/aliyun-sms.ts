import { createHash, createHmac, randomBytes } from 'node:crypto'
import { NotUnderstood, orLost, parseJson, sendOverHttp, type Transport } from '#modules/payments/provider-http.ts'
import type { SmsNews, SmsPort } from './channel-port.ts'
import type { ProviderAnswer } from './message-state-rules.ts'

export type AliyunSettings = { baseUrl: string; accessKeyId: string; accessKeySecret: string }

const algorithm = 'ACS3-HMAC-SHA256'
const sha256 = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex')

/** RFC 3986: what `encodeURIComponent` leaves alone and Alibaba Cloud does not. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
}

export function canonicalQuery(parameters: Readonly<Record<string, string>>): string {
  return Object.keys(parameters)
    .sort()
    .map((name) => `${encode(name)}=${encode(parameters[name]!)}`)
    .join('&')
}

/** The `Authorization` of a request (ACS3-HMAC-SHA256). `headers` are those that are signed, names in lower case. */
export function acs3Authorization(
  request: { method: string; path: string; query: string; headers: Readonly<Record<string, string>> },
  keys: { accessKeyId: string; accessKeySecret: string },
): string {
  const names = Object.keys(request.headers).sort()
  const signed = names.join(';')
  const canonical = [
    ...[request.method, request.path, request.query],
    names.map((name) => `${name}:${request.headers[name]!.trim()}\n`).join(''),
    ...[signed, request.headers['x-acs-content-sha256']],
  ].join('\n')
  const signature = createHmac('sha256', keys.accessKeySecret)
    .update(`${algorithm}\n${sha256(canonical)}`, 'utf8')
    .digest('hex')
  return `${algorithm} Credential=${keys.accessKeyId},SignedHeaders=${signed},Signature=${signature}`
}

/** Says no for now: what it never took may be tried again. Seconds to wait, or null for the usual ones. */
const busyCodes: readonly (readonly [RegExp, number | null])[] = [
  [/^Throttling|^ServiceUnavailable$/, null],
  [/^isv\.BUSINESS_LIMIT_CONTROL$/, 3_600],
  [/^isv\.(AMOUNT_NOT_ENOUGH|OUT_OF_SERVICE|DAY_LIMIT_CONTROL|MONTH_LIMIT_CONTROL)$/, 3_600],
  [/^(InvalidAccessKeyId|SignatureDoesNotMatch|Forbidden|SignatureNonceUsed|InvalidTimeStamp)/, 600],
]

/** Alibaba Cloud SMS, dysmsapi 2017-05-25. It has no idempotence; `OutId` carries our id through receipts and lists. */
export function aliyunSmsPort(settings: AliyunSettings, transport: Transport = sendOverHttp): SmsPort {
  const call = async (action: string, parameters: Record<string, string>, at: Date) => {
    const url = new URL(settings.baseUrl)
    const query = canonicalQuery(parameters)
    const headers = {
      host: url.host,
      'x-acs-action': action,
      'x-acs-content-sha256': sha256(''),
      'x-acs-date': at.toISOString().replace(/\.\d{3}/, ''),
      'x-acs-signature-nonce': randomBytes(16).toString('hex'),
      'x-acs-version': '2017-05-25',
    }
    const authorization = acs3Authorization({ method: 'POST', path: '/', query, headers }, settings)
    const sent = { ...headers, authorization, accept: 'application/json' }
    const answer = await transport({ method: 'POST', url: `${url.origin}/?${query}`, headers: sent, body: '' })
    return parseJson(answer.body)
  }
  return {
    send: (order, at) =>
      orLost(async () => {
        const answer = await call(
          'SendSms',
          {
            PhoneNumbers: phoneOf(order.phone),
            SignName: order.sign,
            TemplateCode: order.templateCode,
            TemplateParam: JSON.stringify(Object.fromEntries(order.values)),
            OutId: order.messageId,
          },
          at,
        )
        const { Code: code, BizId: bizId } = answer
        if (code === 'OK' && typeof bizId === 'string') return { kind: 'accepted', providerId: bizId }
        return afterRefusal(code)
      }),
    query: ({ messageId, phone, providerId, sentAt }, at) =>
      orLost(async () => {
        const answer = await call(
          'QuerySendDetails',
          {
            ...{ PhoneNumber: phoneOf(phone), SendDate: chinaDay(sentAt), PageSize: '50', CurrentPage: '1' },
            ...(providerId ? { BizId: providerId } : {}),
          },
          at,
        )
        if (answer['Code'] !== 'OK') throw new NotUnderstood(`code_${String(answer['Code'])}`)
        const list =
          (answer['SmsSendDetailDTOs'] as { SmsSendDetailDTO?: Detail[] } | undefined)?.SmsSendDetailDTO ?? []
        return afterDetail(list.find(({ OutId }) => OutId === messageId))
      }),
    readNews,
    newsTaken: JSON.stringify({ code: 0, msg: 'ok' }),
  }
}

type Detail = { OutId?: string; SendStatus?: number; ErrCode?: string; ReceiveDate?: string }

function afterRefusal(code: unknown): ProviderAnswer {
  const reason = typeof code === 'string' ? code : 'no_code'
  const busy = busyCodes.find(([pattern]) => pattern.test(reason))
  if (busy) return { kind: 'busy', reason, ...(busy[1] ? { waitSeconds: busy[1] } : {}) }
  // Its own trouble, or nothing that we know: whether it was taken is anybody's guess.
  if (!/^(isv\.|Invalid|Missing|Unsupported|Illegal|PARAMS_)/.test(reason)) return { kind: 'lost', reason }
  return { kind: 'rejected', reason }
}

function afterDetail(detail: Detail | undefined): ProviderAnswer {
  if (!detail) return { kind: 'absent' }
  if (detail.SendStatus === 3) return { kind: 'delivered', at: null }
  return detail.SendStatus === 2 ? { kind: 'failed', reason: detail.ErrCode ?? 'failed' } : { kind: 'waiting' }
}

function phoneOf(phone: string): string {
  return phone.startsWith('+86') ? phone.slice(3) : phone.slice(1)
}

/** The day by which Alibaba Cloud lists what was sent, in Beijing. */
function chinaDay(at: Date): string {
  return new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 10).replaceAll('-', '')
}

/** SmsReport and SmsUp, pushed in lists. */
function readNews(body: string): SmsNews[] | null {
  try {
    const list: unknown = JSON.parse(body)
    if (!Array.isArray(list)) return null
    return list.flatMap((each: Record<string, unknown>): SmsNews[] => {
      if (typeof each['content'] === 'string') {
        const phone = String(each['phone_number'])
        return [{ kind: 'reply', phone: phone.startsWith('+') ? phone : `+86${phone}`, text: each['content'] }]
      }
      const text = (name: string) => (typeof each[name] === 'string' && each[name] !== '' ? each[name] : null)
      const answer: ProviderAnswer =
        each['success'] === true
          ? { kind: 'delivered', at: null }
          : { kind: 'failed', reason: text('err_code') ?? 'failed' }
      return [{ kind: 'receipt', messageId: text('out_id'), providerId: text('biz_id'), answer }]
    })
  } catch {
    return null
  }
}
