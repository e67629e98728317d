import { Refused } from '#shared/refusal.ts'
import { fillSentence, type RefusalSentences } from './refusals.ts'
import { decimalOf } from '#shared/money.ts'

/** What can be wrong with one field, as its sentence goes on after the field's name. */
const inputProblems = {
  missing: { zh: '没有填写', en: 'is missing' },
  empty: { zh: '不能为空', en: 'must not be empty' },
  unknown_field: { zh: '不是这里的内容', en: 'is not known here' },
  too_short: { zh: '至少要有 {{min}} 个字', en: 'needs at least {{min}} characters' },
  too_long: { zh: '最多 {{max}} 个字', en: 'has more than {{max}} characters' },
  too_few: { zh: '至少要有 {{min}} 项', en: 'needs at least {{min}} entries' },
  too_many: { zh: '最多 {{max}} 项', en: 'has more than {{max}} entries' },
  repeated: { zh: '有重复的内容', en: 'names the same thing twice' },
  below: { zh: '不能小于 {{min}}', en: 'must be at least {{min}}' },
  not_above: { zh: '必须大于 {{min}}', en: 'must be more than {{min}}' },
  above: { zh: '不能大于 {{max}}', en: 'must be at most {{max}}' },
  not_below: { zh: '必须小于 {{max}}', en: 'must be less than {{max}}' },
  not_step: { zh: '必须是 {{step}} 的倍数', en: 'must be a multiple of {{step}}' },
  beyond_counting: { zh: '数字太大，无法准确记录', en: 'is too large a number to be kept exactly' },
  not_whole: { zh: '必须是整数', en: 'must be a whole number' },
  not_number: { zh: '必须是数字', en: 'must be a number' },
  not_text: { zh: '必须是文字', en: 'must be text' },
  not_yes_or_no: { zh: '只能是“是”或“否”', en: 'must be true or false' },
  not_list: { zh: '必须是一个列表', en: 'must be a list' },
  not_record: { zh: '必须是一组内容', en: 'must be an object' },
  not_day: { zh: '不是有效的日期（年-月-日）', en: 'is not a date (YYYY-MM-DD)' },
  not_instant: { zh: '不是有效的时间', en: 'is not a time with its zone (RFC 3339)' },
  not_id: { zh: '不是有效的编号', en: 'is not an id (UUID)' },
  not_listed: { zh: '不是可选的内容', en: 'is none of the choices' },
  wrong_form: { zh: '格式不对', en: 'has not the right form' },
  nul: { zh: '含有不可见的空字符（NUL）', en: 'contains a NUL character' },
  broken_text: { zh: '含有残缺的字符（不是 UTF-8）', en: 'contains broken characters (no UTF-8)' },
  card_number: {
    zh: '像是银行卡号，系统不能保存它',
    en: 'looks like a bank card number, which must not be kept',
  },
  too_deep: { zh: '嵌套得太深', en: 'is nested too deeply' },
  not_json: { zh: '不是有效的 JSON', en: 'is not valid JSON' },
  content_type: { zh: '的类型不能接受', en: 'is not accepted' },
  foreign_cursor: { zh: '不是这个列表的翻页位置', en: 'is not from a page of this list' },
  not_valid: { zh: '不正确', en: 'is not right' },
} as const satisfies RefusalSentences

export type InputProblem = keyof typeof inputProblems

/** The refusal of one field of an input. `facts` are the bounds that its sentence names, in the field's own unit. */
export function invalidInput(
  field: string,
  problem: InputProblem,
  facts: Readonly<Record<string, string | number>> = {},
): Refused {
  return new Refused('invalid_input', { field, problem, ...facts })
}

/**
 * What is wrong with a field, without its name, in words: for the form that shows it beside that field.
 *
 * Bounds of money, rates and quantities are told as people write them: `maxCents` 100 is 1.00.
 */
export function problemSentence(details: Readonly<Record<string, unknown>>, language: 'zh' | 'en'): string {
  const { field, problem } = details
  const known = typeof problem === 'string' && Object.hasOwn(inputProblems, problem) ? problem : 'not_valid'
  const sentence = inputProblems[known as InputProblem][language]
  const shown = Object.entries(details).map(([name, fact]) => [name, inUnitOf(String(field), fact)])
  return fillSentence(sentence, Object.fromEntries(shown))
}

function inUnitOf(field: string, fact: unknown): unknown {
  if (typeof fact !== 'number') return fact
  if (field.endsWith('Cents')) return decimalOf(fact)
  if (field.endsWith('Bps')) return `${fact / 100} %`
  if (field.endsWith('Milli')) return fact / 1_000
  return fact
}

type SchemaError = { keyword: string; params?: Record<string, unknown> }

const byType: Readonly<Record<string, InputProblem>> = {
  integer: 'not_whole',
  number: 'not_number',
  string: 'not_text',
  boolean: 'not_yes_or_no',
  array: 'not_list',
  object: 'not_record',
}

const byFormat: Readonly<Record<string, InputProblem>> = { date: 'not_day', 'date-time': 'not_instant', uuid: 'not_id' }

/** What a schema's complaint means: the problem and the bound that it names. */
export function problemOf({ keyword, params = {} }: SchemaError): [InputProblem, Record<string, number>?] {
  const limit = Number(params.limit)
  switch (keyword) {
    case 'required':
      return ['missing']
    case 'additionalProperties':
    case 'propertyNames':
      return ['unknown_field']
    case 'minLength':
      return limit === 1 ? ['empty'] : ['too_short', { min: limit }]
    case 'maxLength':
      return ['too_long', { max: limit }]
    case 'minItems':
    case 'minProperties':
      return ['too_few', { min: limit }]
    case 'maxItems':
    case 'maxProperties':
      return ['too_many', { max: limit }]
    case 'uniqueItems':
      return ['repeated']
    case 'minimum':
      return ['below', { min: limit }]
    case 'exclusiveMinimum':
      return ['not_above', { min: limit }]
    case 'maximum':
      return ['above', { max: limit }]
    case 'exclusiveMaximum':
      return ['not_below', { max: limit }]
    case 'multipleOf':
      return ['not_step', { step: Number(params.multipleOf) }]
    case 'type':
      return [byType[String(params.type)] ?? 'not_valid']
    case 'format':
      return [byFormat[String(params.format)] ?? 'wrong_form']
    case 'enum':
    case 'const':
      return ['not_listed']
    case 'pattern':
      return ['wrong_form']
    default:
      return ['not_valid']
  }
}
