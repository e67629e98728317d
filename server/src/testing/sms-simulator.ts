import { acs3Authorization } from '#modules/messaging/aliyun-sms.ts'
import { tc3Authorization } from '#modules/messaging/tencent-sms.ts'
import type { Clock } from '#platform/clock.ts'
import { type SimulatedAnswer, type SimulatedRequest, startSimulator, type TroubleMaker } from './simulator-server.ts'

/** A text message that a gateway took. */
export type SimulatedText = {
  messageId: string
  providerId: string
  phone: string
  sign: string
  template: string
  values: string[]
  at: Date
  state: 'waiting' | 'delivered' | 'failed'
}

export type SmsBehaviour = {
  /** What SendSms says instead of yes: the gateway's own code. */
  refusesWith: string | null
  /** It lists what it took only after so many questions. */
  hidesFor: number
}

const obliging: SmsBehaviour = { refusesWith: null, hidesFor: 0 }
const keys = { id: 'LTAI5tRegularsTest', secret: 's'.repeat(30) }

/**
 * A text message gateway that speaks the protocol of Alibaba Cloud or of Tencent Cloud: checks our signature, takes a message as often
 * as it is sent one (neither is idempotent), lists what it took, and tells of it when the test says so.
 */
export async function startSmsGateway(kind: 'aliyun' | 'tencent', clock: Clock, port = 0) {
  const texts: SimulatedText[] = []
  const state: { behaviour: SmsBehaviour; trouble: TroubleMaker; forged: number; questions: number } = {
    behaviour: { ...obliging },
    trouble: () => null,
    forged: 0,
    questions: 0,
  }
  const take = (text: Omit<SimulatedText, 'providerId' | 'at' | 'state'>): SimulatedText => {
    const taken: SimulatedText = {
      ...text,
      providerId: `${kind}-${texts.length + 1}`,
      at: clock.now(),
      state: 'waiting',
    }
    texts.push(taken)
    return taken
  }
  const isListed = () => ++state.questions > state.behaviour.hidesFor
  const protocol = kind === 'aliyun' ? aliyun : tencent
  const handle = (request: SimulatedRequest): SimulatedAnswer => {
    const answer = protocol(request, { texts, take, isListed, behaviour: state.behaviour, clock })
    if (answer === 'forged') state.forged++
    return answer === 'forged'
      ? { status: 403, body: JSON.stringify({ Code: 'SignatureDoesNotMatch' }) }
      : { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(answer) }
  }
  const server = await startSimulator(handle, (count, request) => state.trouble(count, request), port)
  return { ...server, kind, texts, state, receiptsOf: (some: readonly SimulatedText[]) => receiptBody(kind, some) }
}

/** What an account at the gateway is set up with. */
export function gatewayFields(kind: 'aliyun' | 'tencent'): Record<string, string> {
  return kind === 'aliyun'
    ? { sign: '晴天美容', accessKeyId: keys.id, accessKeySecret: keys.secret }
    : { sign: '晴天美容', sdkAppId: '1400006666', region: 'ap-guangzhou', secretId: keys.id, secretKey: keys.secret }
}

type Inside = {
  texts: SimulatedText[]
  take: (text: Omit<SimulatedText, 'providerId' | 'at' | 'state'>) => SimulatedText
  isListed: () => boolean
  behaviour: SmsBehaviour
  clock: Clock
}

function aliyun({ method, path, headers }: SimulatedRequest, inside: Inside): object | 'forged' {
  const query = path.slice(path.indexOf('?') + 1)
  const signed = /SignedHeaders=([^,]+)/.exec(headers['authorization'] ?? '')?.[1]?.split(';') ?? []
  const needed = ['host', 'x-acs-action', 'x-acs-content-sha256', 'x-acs-date', 'x-acs-version']
  const expected = acs3Authorization(
    { method, path: '/', query, headers: Object.fromEntries(signed.map((name) => [name, headers[name] ?? ''])) },
    { accessKeyId: keys.id, accessKeySecret: keys.secret },
  )
  const isLate = Math.abs(Date.parse(headers['x-acs-date'] ?? '') - inside.clock.now().getTime()) > 900_000
  if (headers['authorization'] !== expected || isLate || needed.some((name) => !signed.includes(name))) return 'forged'
  const given = new URLSearchParams(query)
  const of = (name: string) => given.get(name) ?? ''
  if (headers['x-acs-action'] === 'SendSms') {
    if (inside.behaviour.refusesWith) return { Code: inside.behaviour.refusesWith, Message: 'no' }
    const values = Object.values(JSON.parse(of('TemplateParam')) as Record<string, string>)
    const [phone, sign, template] = [`+86${of('PhoneNumbers')}`, of('SignName'), of('TemplateCode')]
    const { providerId } = inside.take({ messageId: of('OutId'), phone, sign, template, values })
    return { Code: 'OK', Message: 'OK', BizId: providerId, RequestId: 'R' }
  }
  const listed = inside.isListed() ? inside.texts : []
  const details = listed
    .filter(({ phone }) => phone === `+86${of('PhoneNumber')}`)
    .map(({ messageId, state }) => ({
      OutId: messageId,
      SendStatus: state === 'delivered' ? 3 : state === 'failed' ? 2 : 1,
      ErrCode: state === 'failed' ? 'MOBILE_NOT_ON_SERVICE' : 'DELIVERED',
    }))
  return { Code: 'OK', TotalCount: String(details.length), SmsSendDetailDTOs: { SmsSendDetailDTO: details } }
}

function tencent({ headers, body }: SimulatedRequest, inside: Inside): object | 'forged' {
  const signed = /SignedHeaders=([^,]+)/.exec(headers['authorization'] ?? '')?.[1]?.split(';') ?? []
  const timestamp = Number(headers['x-tc-timestamp'])
  const expected = tc3Authorization(
    {
      ...{ service: 'sms', body, timestamp },
      headers: Object.fromEntries(signed.map((name) => [name, headers[name] ?? ''])),
    },
    { secretId: keys.id, secretKey: keys.secret },
  )
  const isLate = !(Math.abs(timestamp * 1_000 - inside.clock.now().getTime()) <= 300_000)
  if (headers['authorization'] !== expected || isLate || !signed.includes('host')) return 'forged'
  const given = JSON.parse(body) as Record<string, string & string[]>
  if (headers['x-tc-action'] === 'SendSms') {
    const code = inside.behaviour.refusesWith
    const phone = given['PhoneNumberSet']![0]!
    if (code) return { Response: { SendStatusSet: [{ PhoneNumber: phone, Code: code }], RequestId: 'R' } }
    const { providerId } = inside.take({
      ...{ messageId: given['SessionContext']!, phone, sign: given['SignName']! },
      ...{ template: given['TemplateId']!, values: [...given['TemplateParamSet']!] },
    })
    return { Response: { SendStatusSet: [{ PhoneNumber: phone, Code: 'Ok', SerialNo: providerId }], RequestId: 'R' } }
  }
  const listed = inside.isListed() ? inside.texts : []
  const set = listed
    .filter(({ phone, state }) => phone === given['PhoneNumber'] && state !== 'waiting')
    .map(({ messageId, providerId, state }) => ({
      SessionContext: messageId,
      SerialNo: providerId,
      ReportStatus: state === 'delivered' ? 'SUCCESS' : 'FAIL',
      Description: state,
    }))
  return { Response: { PullSmsSendStatusSet: set, RequestId: 'R' } }
}

function receiptBody(kind: 'aliyun' | 'tencent', texts: readonly SimulatedText[]): string {
  return JSON.stringify(
    texts.map(({ messageId, providerId, phone, state }) =>
      kind === 'aliyun'
        ? {
            ...{ phone_number: phone.slice(3), biz_id: providerId, out_id: messageId, success: state === 'delivered' },
            ...{ err_code: state, report_time: '2026-03-01 14:00:05' },
          }
        : {
            ...{ mobile: phone.slice(3), nationcode: '86', sid: providerId, session_context: messageId },
            ...{ report_status: state === 'delivered' ? 'SUCCESS' : 'FAIL', errmsg: state },
          },
    ),
  )
}
