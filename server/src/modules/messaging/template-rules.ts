import { refuse, type Refusal } from '#shared/refusal.ts'
import { type MessageKindCode, variablesOf } from './message-kinds-rules.ts'

export type Language = 'zh' | 'en'

/** One wording. `title` is the subject of an e-mail and the heading in the inbox; text messages have none. */
export type Template = { title: string; body: string }

export type TemplateVersion = Template & { version: number; providerCodes: Readonly<Record<string, string>> }

const placeholder = /\{\{\s*([A-Za-z]+)\s*(?:\|([^{}]*))?\}\}/g

/** Names that a wording uses, in the order in which it first does. */
export function variablesIn(text: string): string[] {
  return [...new Set([...text.matchAll(placeholder)].map(([, name]) => name!))]
}

/**
 * May this wording be saved for the kind? Refuses names that the kind does not have, braces that are no placeholder, and one
 * that may be absent without a fallback (`{{name|there}}`): "undefined" is never printed.
 */
export function checkTemplate(
  kind: MessageKindCode,
  { title, body }: Template,
): Refusal<'template_variable_unknown' | 'template_broken' | 'template_fallback_needed'> | null {
  const known = variablesOf(kind)
  for (const text of [title, body]) {
    for (const [, name, fallback] of text.matchAll(placeholder)) {
      const variable = Object.hasOwn(known, name!) ? known[name!]! : null
      if (!variable) return refuse('template_variable_unknown', { variable: name })
      if (variable.isOptional && !fallback?.trim()) return refuse('template_fallback_needed', { variable: name })
    }
    if (/\{\{|\}\}/.test(text.replace(placeholder, ''))) return refuse('template_broken')
  }
  return null
}

/** Values as they are written, by name; null for what this member does not have. */
export type WrittenValues = Readonly<Record<string, string | null>>

/** A wording with its values. Refuses when one is missing and has no fallback: that member gets nothing rather than nonsense. */
export function fillTemplate(text: string, values: WrittenValues): string | Refusal<'variable_missing'> {
  let missing: string | null = null
  const filled = text.replaceAll(placeholder, (_, name: string, fallback: string | undefined) => {
    const value = Object.hasOwn(values, name) ? values[name] : null
    if (value !== null && value !== undefined && value !== '') return value
    if (fallback?.trim()) return fallback.trim()
    missing ??= name
    return ''
  })
  return missing === null ? filled : refuse('variable_missing', { variable: missing })
}

export const stopWords: Record<Language, string> = { zh: '回T退订', en: 'Reply T to stop' }

const saysStop = /(回|回复)?\s*(T|TD|R|N|0000)\s*退订|退订(回|请回复)\s*(T|TD|R|N)|reply\s+(t|td|stop)\b/i

/** A text message as it leaves: the sender's sign first, and how to stop it last where that is owed. Said already, it is not said twice. */
export function finishText(
  body: string,
  options: { sign: string; language: Language; saysHowToStop: boolean },
): string {
  const { sign, language, saysHowToStop } = options
  const ending = saysHowToStop && !saysStop.test(body) ? `${language === 'zh' ? '，' : '. '}${stopWords[language]}` : ''
  return `【${sign}】${ending ? body.trim().replace(/[。.，,\s]+$/u, '') : body.trim()}${ending}`
}

/**
 * How many text messages a text makes, sign included: up to 70 characters one, longer ones 67 each. Counted in UTF-16 units, as
 * the network does: an emoji is two.
 */
export function smsParts(text: string): number {
  return text.length <= 70 ? 1 : Math.ceil(text.length / 67)
}

/** Cuts to so many characters as people count them, never through an emoji. */
export function cutText(text: string, most: number): string {
  const letters = [...new Intl.Segmenter('zh', { granularity: 'grapheme' }).segment(text)]
  if (letters.length <= most) return text
  return `${letters
    .slice(0, most - 1)
    .map(({ segment }) => segment)
    .join('')}…`
}
