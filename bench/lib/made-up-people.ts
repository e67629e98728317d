import { credentialHash, newMemberKey, phoneTailToken, sealPhone } from '#modules/members/member-secrets.ts'
import { memberNumber } from '#modules/members/member-code-rules.ts'
import { nameKey } from '#modules/members/name-rules.ts'
import { cardToken, nameTokens, readingsOf } from '#modules/members/search-token-rules.ts'

export type Person = {
  id: string
  name: string
  pinyin: string
  initials: string
  phone: string
  card: string
  number: string
}

// The commonest come first and most often: the first ten surnames are those of two fifths of all people.
const surnames = [
  ...'王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常单',
]
const given = [
  ...'伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂梅红玉华建国文辉力婷宇浩然欣怡梓涵一诺子轩雨桐思远嘉乐晨曦若溪佳琪俊熙博雅琳雪莹慧倩琴凤玲云莲真环香月莺媛瑞凡莎锦黛青',
]

/** The same number always gives the same part; parts of one person do not go together. */
function spread(index: number, salt: number): number {
  let hash = Math.imul(index + 1, 2_654_435_761) ^ Math.imul(salt + 1, 40_503)
  hash = Math.imul(hash ^ (hash >>> 15), 2_246_822_519)
  return (hash ^ (hash >>> 13)) >>> 0
}

const often = (list: readonly string[], draw: number) => list[Math.floor((draw / 2 ** 32) ** 2 * list.length)]!

function nameOf(index: number): string {
  const second = spread(index, 3) % 10 < 8 ? often(given, spread(index, 4)) : ''
  return often(surnames, spread(index, 1)) + often(given, spread(index, 2)) + second
}

const tokensOfName = new Map<string, string[]>()

function cachedTokens(name: string): string[] {
  let tokens = tokensOfName.get(name)
  if (!tokens) {
    tokens = nameTokens(name)
    tokensOfName.set(name, tokens)
  }
  return tokens
}

/** UUIDv7 in the order of the index. */
function idOf(index: number): string {
  const time = (0x0190_0000_0000 + index * 64).toString(16).padStart(12, '0')
  const tail = spread(index, 5).toString(16).padStart(8, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-0000${tail}`
}

/** The n-th person: always the same one. */
export function personAt(index: number): Person {
  const name = nameOf(index)
  const [syllables] = readingsOf(name)
  return {
    id: idOf(index),
    name,
    pinyin: syllables!.join(''),
    initials: syllables!.map((syllable) => syllable[0]).join(''),
    // Every number once: multiplying by an odd prime walks through all of them.
    phone: `+861${3 + (index % 7)}${String((index * 48_271) % 1_000_000_000).padStart(9, '0')}`,
    card: `VIP${String(index).padStart(8, '0')}`,
    number: memberNumber(1_000_000 + index),
  }
}

export function pickPerson(members: number): Person {
  return personAt(Math.floor(Math.random() * members))
}

const bytes = (buffer: Buffer) => `\\\\x${buffer.toString('hex')}`

/** The rows of people, table by table, as COPY reads them. */
export function personRows(
  secrets: { key(purpose: string): Buffer },
  merchantId: string,
  first: number,
  count: number,
) {
  const lines = { member: [] as string[], key: [] as string[], credential: [] as string[], token: [] as string[] }
  for (let index = first; index < first + count; index++) {
    const { id, name, phone, card, number } = personAt(index)
    const { key, sealedKey } = newMemberKey(secrets, id)
    const at = new Date(Date.UTC(2020, 0, 1) + index * 180_000).toISOString()
    lines.member.push(
      `${merchantId}\t${id}\t${number}\tactive\t${name}\t${nameKey(name)}\tunknown\t${at}\timport\t${at}\n`,
    )
    lines.key.push(`${merchantId}\t${id}\t${bytes(sealedKey)}\n`)
    const credential = (
      kind: 'card' | 'phone',
      last: string,
      value: string,
      label: string,
      sealed: string,
      isMain: boolean,
    ) =>
      `${merchantId}\t${id.replace('-8000-', `-800${last}-`)}\t${id}\t${kind}\t${bytes(credentialHash(secrets, kind, value))}\t${label}\t${sealed}\t${isMain}\t${at}\n`
    lines.credential.push(
      credential('phone', 'a', phone, '\\N', bytes(sealPhone(key, id, phone)), true),
      credential('card', 'b', card, card, '\\N', false),
    )
    const tokens = [cardToken(number), cardToken(card), phoneTailToken(secrets, phone), ...cachedTokens(name)]
    lines.token.push(...tokens.map((token) => `${merchantId}\t${token}\t${id}\n`))
  }
  return [
    {
      into: 'members.member (merchant_id, id, number, status, name, name_key, gender, enrolled_at, source, updated_at)',
      lines: lines.member,
    },
    { into: 'members.member_key (merchant_id, member_id, sealed_key)', lines: lines.key },
    {
      into: 'members.credential (merchant_id, id, member_id, kind, value_hash, label, sealed, is_main, added_at)',
      lines: lines.credential,
    },
    { into: 'members.search_token (merchant_id, token, member_id)', lines: lines.token },
  ]
}
