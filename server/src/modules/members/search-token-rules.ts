import { pinyin, polyphonic } from 'pinyin-pro'
import { cardKey } from './card-key-rules.ts'
import { nameKey } from './name-rules.ts'

/** What the first letter of a token says it is. */
export const tokenKinds = { card: 'c', phone: 'p', name: 'n', pinyin: 'y', initials: 'i' } as const

const maxTokenLength = 40
const maxNameSuffixes = 12
const maxReadings = 6

/** Places in a name from which people search: each character of Chinese, each word of other scripts. */
function suffixStarts(name: string): string[] {
  const starts: string[] = []
  const characters = [...name]
  characters.forEach((character, index) => {
    const isWordStart = index === 0 || /[\s·•・.'’-]/u.test(characters[index - 1]!)
    if (isWordStart || /\p{Script=Han}/u.test(character)) starts.push(characters.slice(index).join(''))
  })
  return starts.slice(0, maxNameSuffixes)
}

/**
 * The ways a Chinese name may be read, each a list of syllables: the reading as a name first (单 as a surname is shan), then
 * those of its polyphones, at most `maxReadings`. Names with other scripts beside keep those letters as one syllable.
 */
export function readingsOf(name: string): string[][] {
  const characters = [...name.replace(/[\s\p{Cf}·•・.'’-]/gu, '')].slice(0, 16)
  if (!characters.some((character) => /\p{Script=Han}/u.test(character))) return []
  const text = characters.join('')
  const asName = pinyin(text, { toneType: 'none', type: 'array', surname: 'head', v: true })
  const options = characters.map((character, index) => {
    const own = (asName[index] ?? character).toLowerCase()
    if (!/\p{Script=Han}/u.test(character)) return [own]
    const others = polyphonic(character, { toneType: 'none', type: 'array', v: true })[0] ?? []
    return [...new Set([own, ...others])].filter((syllable) => /^[a-z]+$/.test(syllable))
  })
  let readings: string[][] = [[]]
  for (const syllables of options) {
    const longer = syllables.flatMap((syllable, rank) =>
      readings.map((reading) => ({ rank, reading: [...reading, syllable] })),
    )
    // The likely readings of the earlier characters go on before an unlikely one is tried.
    readings = longer
      .sort((a, b) => a.rank - b.rank)
      .slice(0, maxReadings)
      .map(({ reading }) => reading)
  }
  return readings
}

/** Everything that a name may be found by: itself and its suffixes, their pinyin and initials. */
export function nameTokens(name: string): string[] {
  const tokens = new Set<string>()
  const add = (kind: keyof typeof tokenKinds, text: string) => {
    if (text) tokens.add(tokenKinds[kind] + [...text].slice(0, maxTokenLength).join(''))
  }
  for (const suffix of suffixStarts(name)) add('name', nameKey(suffix))
  for (const syllables of readingsOf(name)) {
    for (let from = 0; from < syllables.length; from++) {
      add('pinyin', syllables.slice(from).join(''))
      const initials = syllables.slice(from).map((syllable) => syllable[0]!)
      if (initials.length > 1 || syllables.length === 1) add('initials', initials.join(''))
    }
  }
  return [...tokens]
}

/** The token of a card or member number. */
export function cardToken(card: string): string {
  return tokenKinds.card + cardKey(card).slice(0, maxTokenLength)
}

/** What one input may mean, best guess first. `prefix` ranges over tokens; `tail` is the digits that a phone ends with. */
export type SearchMeaning =
  | { kind: 'card' | 'name' | 'pinyin' | 'initials'; prefix: string }
  | { kind: 'phone'; typed: string; digits: string }

/**
 * Tells what somebody typed or scanned: a card, a phone or its last digits, a name, its pinyin or initials. One input may be
 * several of them (8000 is a card's beginning and a phone's end); empty input is none.
 */
export function meaningsOf(typed: string): SearchMeaning[] {
  const text = typed
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .trim()
    .slice(0, 100)
  if (text === '') return []
  const compact = cardKey(text)
  const prefixed = (kind: Exclude<keyof typeof tokenKinds, 'phone'>, value: string): SearchMeaning => ({
    kind,
    prefix: tokenKinds[kind] + [...value].slice(0, maxTokenLength).join(''),
  })
  if (/^\+?[\d\s()-]+$/.test(text)) {
    const digits = compact.replace(/\D/g, '')
    if (digits === '') return []
    const phone: SearchMeaning[] = digits.length >= 4 ? [{ kind: 'phone', typed: text, digits }] : []
    return text.startsWith('+') ? phone : [...phone, prefixed('card', digits)]
  }
  if (/^[a-z][a-z' ]*$/i.test(text)) {
    const letters = text.toLowerCase().replace(/[' ]/g, '')
    return [
      ...(letters.length <= 6 ? [prefixed('initials', letters)] : []),
      prefixed('pinyin', letters),
      prefixed('name', nameKey(text)),
      prefixed('card', compact),
    ]
  }
  if (/^[A-Z0-9]+$/.test(compact) && /\d/.test(compact))
    return [prefixed('card', compact), prefixed('name', nameKey(text))]
  const key = nameKey(text)
  return key === '' ? [] : [prefixed('name', key)]
}
