let known: Promise<ReadonlySet<string>> | null = null

async function load(): Promise<ReadonlySet<string>> {
  const { dictionary } = await import('@zxcvbn-ts/language-common')
  return new Set(dictionary['passwords-common'])
}

/** What Chinese passwords are built of, and lists of leaked Western ones lack: numbers that sound like words, rows of keys. */
const chineseStems = [
  'woaini',
  'woaiwojia',
  'iloveyou',
  '5201314',
  '1314520',
  '13145',
  '520',
  '147258369',
  '789456123',
  '1234567890',
  '123456789',
  '12345678',
  '123456',
  '112233',
  '666666',
  '888888',
  'qwerty',
  'qaz',
  'asd',
  'zxc',
  'abc',
  'admin',
  'huiyuan',
  'dianzhang',
]

/** Whether next to nothing is left of a password once its stems are taken out. */
function isMadeOfStems(password: string): boolean {
  let rest = password
  for (const stem of chineseStems) rest = rest.replaceAll(stem, '')
  return rest !== password && [...rest].length < 5
}

/** Whether a password is among the 49,000 most used ones of leaked lists, or made of what people here use. */
export async function isCommonPassword(password: string): Promise<boolean> {
  known ??= load()
  const folded = password.toLowerCase()
  return isMadeOfStems(folded) || (await known).has(folded)
}
