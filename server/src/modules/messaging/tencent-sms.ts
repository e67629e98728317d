import { createHash, createHmac } from 'node:crypto'
import { NotUnderstood, orLost, parseJson, sendOverHttp, type Transport } from '#modules/payments/provider-http.ts'
import type { SmsNews, SmsPort } from './channel-port.ts'
import type { ProviderAnswer } from './message-state-rules.ts'

export type TencentSettings = { baseUrl: string; secretId: string; secretKey: string; sdkAppId: string; region: string }

const algorithm = 'TC3-HMAC-SHA256'
const sha256 = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex')
const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text, 'utf8').digest()

/** The `Authorization` of a POST (TC3-HMAC-SHA256). `headers` are those that are signed, names in lower case. */
export function tc3Authorization(
  request: { service: string; headers: Readonly<Record<string, string>>; body: string; timestamp: number },
  keys: { secretId: string; secretKey: string },
): string {
  const { service, headers, body, timestamp } = request
  const names = Object.keys(headers).sort()
  const signed = names.join(';')
  const lines = names.map((name) => `${name}:${headers[name]!.trim().toLowerCase()}\n`).join('')
  const canonical = ['POST', '/', '', lines, signed, sha256(body)].join('\n')
  const day = new Date(timestamp * 1_000).toISOString().slice(0, 10)
  const scope = `${day}/${service}/tc3_request`
  const key = ['tc3_request'].reduce((each, part) => hmac(each, part), hmac(hmac(`TC3${keys.secretKey}`, day), service))
  const signature = hmac(key, [algorithm, timestamp, scope, sha256(canonical)].join('\n')).toString('hex')
  return `${algorithm} Credential=${keys.secretId}/${scope}, SignedHeaders=${signed}, Signature=${signature}`
}

const busyCodes: readonly (readonly [RegExp, number | null])[] = [
  [/^RequestLimitExceeded/, null],
  [/^LimitExceeded/, 3_600],
  [/^FailedOperation\.InsufficientBalanceInSmsPackage$/, 3_600],
  [/^(AuthFailure|UnauthorizedOperation)/, 600],
]

/** Tencent Cloud SMS, 2021-01-11. `SessionContext` only comes back in what it tells; it makes no call idempotent. */
export function tencentSmsPort(settings: TencentSettings, transport: Transport = sendOverHttp): SmsPort {
  const call = async (action: string, parameters: object, at: Date) => {
    const url = new URL(settings.baseUrl)
    const timestamp = Math.floor(at.getTime() / 1_000)
    const body = JSON.stringify(parameters)
    const signed = { 'content-type': 'application/json; charset=utf-8', host: url.host, 'x-tc-action': action }
    const headers = {
      ...signed,
      authorization: tc3Authorization({ service: 'sms', headers: signed, body, timestamp }, settings),
      'x-tc-timestamp': String(timestamp),
      'x-tc-version': '2021-01-11',
      'x-tc-region': settings.region,
    }
    const answer = parseJson((await transport({ method: 'POST', url: `${url.origin}/`, headers, body })).body)
    const response = answer['Response']
    if (typeof response !== 'object' || response === null) throw new NotUnderstood('no_response')
    return response as Record<string, unknown>
  }
  return {
    send: (order, at) =>
      orLost(async () => {
        const answer = await call(
          'SendSms',
          {
            PhoneNumberSet: [order.phone],
            SmsSdkAppId: settings.sdkAppId,
            SignName: order.sign,
            TemplateId: order.templateCode,
            TemplateParamSet: order.values.map(([, value]) => value),
            SessionContext: order.messageId,
          },
          at,
        )
        const error = (answer['Error'] as { Code?: string } | undefined)?.Code
        if (error) return afterRefusal(error)
        const status = (answer['SendStatusSet'] as { Code?: string; SerialNo?: string }[] | undefined)?.[0]
        if (status?.Code === 'Ok' && status.SerialNo) return { kind: 'accepted', providerId: status.SerialNo }
        return afterRefusal(status?.Code)
      }),
    query: ({ messageId, phone, providerId, sentAt }, at) =>
      orLost(async () => {
        const from = Math.floor(sentAt.getTime() / 1_000) - 60
        const answer = await call(
          'PullSmsSendStatusByPhoneNumber',
          {
            ...{ PhoneNumber: phone, SmsSdkAppId: settings.sdkAppId, Offset: 0, Limit: 100 },
            ...{ BeginTime: from, EndTime: Math.floor(at.getTime() / 1_000) + 60 },
          },
          at,
        )
        const error = (answer['Error'] as { Code?: string } | undefined)?.Code
        if (error) throw new NotUnderstood(`code_${error}`)
        const list = (answer['PullSmsSendStatusSet'] as Status[] | undefined) ?? []
        const status = list.find(
          (each) => each.SessionContext === messageId || (providerId && each.SerialNo === providerId),
        )
        if (status) return outcomeOf(status.ReportStatus, status.Description)
        // The list holds only what a phone has answered to: one that it took may not be in it yet.
        return providerId ? { kind: 'waiting' } : { kind: 'absent' }
      }),
    readNews,
    newsTaken: JSON.stringify({ result: 0, errmsg: 'OK' }),
  }
}

type Status = { SerialNo?: string; SessionContext?: string; ReportStatus?: string; Description?: string }

function afterRefusal(code: string | undefined): ProviderAnswer {
  const reason = code ?? 'no_code'
  const busy = busyCodes.find(([pattern]) => pattern.test(reason))
  if (busy) return { kind: 'busy', reason, ...(busy[1] ? { waitSeconds: busy[1] } : {}) }
  if (!/^(FailedOperation|InvalidParameter|MissingParameter|UnknownParameter|Unsupported|InvalidAction)/.test(reason))
    return { kind: 'lost', reason }
  return { kind: 'rejected', reason }
}

function outcomeOf(status: string | undefined, description: string | undefined): ProviderAnswer {
  return status === 'SUCCESS' ? { kind: 'delivered', at: null } : { kind: 'failed', reason: description ?? 'failed' }
}

/** Receipts (at most a hundred at once) and replies. */
function readNews(body: string): SmsNews[] | null {
  try {
    const parsed: unknown = JSON.parse(body)
    const list = (Array.isArray(parsed) ? parsed : [parsed]) as Record<string, unknown>[]
    return list.map((each): SmsNews => {
      const text = (name: string) => (typeof each[name] === 'string' && each[name] !== '' ? each[name] : null)
      const country = text('nationcode') ?? '86'
      if (typeof each['text'] === 'string')
        return { kind: 'reply', phone: `+${country}${text('mobile') ?? ''}`, text: each['text'] }
      const answer = outcomeOf(text('report_status') ?? undefined, text('errmsg') ?? undefined)
      return { kind: 'receipt', messageId: text('session_context'), providerId: text('sid'), answer }
    })
  } catch {
    return null
  }
}
