import { receiptToken } from '#modules/cashier/receipt-token.ts'
import { receiptKeyPurpose } from '#modules/cashier/sale-views.ts'
import { type ReachableMember, reachMember } from '#modules/members/reach-member.ts'
import { merchantFacts, type StoreFacts, storeFacts } from '#modules/shops/store-facts.ts'
import type { Work } from '#platform/work.ts'
import { isRefusal } from '#shared/refusal.ts'
import { type ChannelAccountRow, readOpenChannel } from './channel-queries.ts'
import { type Channel, type MessageData, topicRules } from './message-kinds-rules.ts'
import type { MessageRow } from './message-queries.ts'
import { openEmail, openSealedData } from './message-secrets.ts'
import type { ExitReason } from './policy-rules.ts'
import { type MemberSetting, noSetting, readSetting } from './preference-queries.ts'
import { readTemplate } from './template-queries.ts'
import {
  fillTemplate,
  finishText,
  type Language,
  smsParts,
  stopWords,
  type Template,
  type TemplateVersion,
  variablesIn,
  type WrittenValues,
} from './template-rules.ts'
import { writeValues } from './write-values-rules.ts'

/** What a text message costs where no account says it: the usual price, so that a shop sees what it would pay. */
const usualPartMills = 45
/** The inbox has one address for everybody: the portal shows who signed in their own. */
const inboxAddress = 'inbox'

/** A message as it would leave now: to whom, in which words, at what cost; `fault` where it cannot. */
export type Composed = {
  member: ReachableMember | null
  setting: MemberSetting
  account: ChannelAccountRow | null
  language: Language
  timeZone: string
  address: string | null
  text: Template | null
  version: TemplateVersion
  /** What the gateway fills its own wording with, in its order. */
  values: readonly (readonly [string, string])[]
  templateCode: string | null
  parts: number
  costMills: number
  fault: ExitReason | null
}

/**
 * Writes a message with what holds now: the member's name and language, the merchant's wording, the account's sign. Reads only;
 * the same for the preview in the outbox and for the letter that leaves.
 */
export async function composeMessage(work: Work, message: MessageRow, publicUrl: string): Promise<Composed> {
  const sealed = openSealedData(work, message)
  const { channel } = message
  const [member, merchant, stores, account] = await Promise.all([
    message.memberId ? reachMember(work, message.memberId) : undefined,
    merchantFacts(work),
    storeFacts(work),
    channel === 'inbox' ? undefined : readOpenChannel(work, channel),
  ])
  const setting = member ? await readSetting(work, member.id) : noSetting
  const language = sealed?.language ?? setting.language ?? (merchant.locale === 'zh-CN' ? 'zh' : 'en')
  const timeZone = setting.timeZone ?? zoneOf(stores, member?.homeStoreId ?? null)
  const version = await readTemplate(work, message.kind, channel, language)
  const data: MessageData = { ...message.data, ...sealed?.values, shop: merchant.name, name: member?.name ?? null }
  const values = writeValues(
    message.kind,
    data,
    { language, currency: merchant.currency, timeZone, publicUrl },
    (saleId) => `/receipt/${receiptToken(work.key(receiptKeyPurpose), work.merchantId, saleId)}`,
  )
  const address = sealed?.address ?? addressOf(channel, member ?? null, setting)
  const written = writeText(message, version, values, { language, sign: account?.settings['sign'] ?? merchant.name })
  const parts = written && channel === 'sms' ? smsParts(written.text.body) : written ? 1 : 0
  const templateCode = (account && version.providerCodes[account.provider]) ?? null
  return {
    ...{
      member: member ?? null,
      setting,
      account: account ?? null,
      language,
      timeZone,
      address,
      version,
      templateCode,
      parts,
    },
    text: written?.text ?? null,
    values: written?.values ?? [],
    costMills: channel === 'sms' ? parts * (account?.partPriceMills ?? usualPartMills) : 0,
    fault: faultOf(message, { member, address, isWritten: written !== null, account, templateCode }),
  }
}

function zoneOf(stores: Map<string, StoreFacts>, homeStoreId: string | null): string {
  const home = homeStoreId ? stores.get(homeStoreId) : undefined
  return home?.timeZone ?? [...stores.values()][0]?.timeZone ?? 'Asia/Shanghai'
}

function addressOf(channel: Channel, member: ReachableMember | null, setting: MemberSetting): string | null {
  if (!member) return null
  if (channel === 'inbox') return inboxAddress
  return channel === 'sms' ? member.phone : openEmail(member.key, member.id, setting.email)
}

function writeText(
  { channel, topic }: MessageRow,
  { title, body }: TemplateVersion,
  values: WrittenValues,
  { language, sign }: { language: Language; sign: string },
): { text: Template; values: [string, string][] } | null {
  const [filledTitle, filledBody] = [fillTemplate(title, values), fillTemplate(body, values)]
  if (isRefusal(filledTitle) || isRefusal(filledBody)) return null
  const { saysHowToStop } = topicRules[topic]
  const own = variablesIn(body).map((name): [string, string] => {
    const value = fillTemplate(`{{${name}|${fallbackOf(body, name)}}}`, values)
    return [name, isRefusal(value) ? '' : value]
  })
  if (channel === 'sms')
    return { text: { title: '', body: finishText(filledBody, { sign, language, saysHowToStop }) }, values: own }
  const ending = channel === 'email' && saysHowToStop ? `\n\n${stopWords[language]}` : ''
  return { text: { title: filledTitle, body: `${filledBody}${ending}` }, values: own }
}

function fallbackOf(body: string, name: string): string {
  return new RegExp(`\\{\\{\\s*${name}\\s*\\|([^{}]*)\\}\\}`).exec(body)?.[1]?.trim() || ' '
}

function faultOf(
  { memberId, topic }: MessageRow,
  known: {
    member: ReachableMember | undefined
    address: string | null
    isWritten: boolean
    account: ChannelAccountRow | undefined
    templateCode: string | null
  },
): ExitReason | null {
  const { member, address, isWritten, account, templateCode } = known
  if (memberId && (!member || member.status === 'erased' || !member.key)) return 'member_gone'
  if (member?.status === 'blocked' && topicRules[topic].isRestrained) return 'member_blocked'
  if (!address) return 'no_address'
  if (!isWritten) return 'variable_missing'
  if (account?.channel === 'sms' && !templateCode) return 'template_not_approved'
  return null
}
