import { refuse, type Refusal } from '#shared/refusal.ts'

export type QuantityRefusal = 'not_a_quantity' | 'not_whole' | 'too_fine' | 'below_zero' | 'too_large'

type QuantityLimits = { isWhole: boolean; allowNegative: boolean }

const maxMilli = 1_000_000_000_000

/** A quantity as typed, in thousandths: read as digits, so that 0.1 kg is exactly 100 g. Null where nothing is typed. */
export function parseQuantity(
  typed: string,
  { isWhole, allowNegative }: QuantityLimits,
): number | null | Refusal<QuantityRefusal> {
  const text = typed.normalize('NFKC').replaceAll(/[\s,]/g, '').replace(/^\+/, '')
  if (text === '') return null
  const [, sign, units, fraction = ''] = /^(-?)(\d+)(?:\.(\d*))?$/.exec(text) ?? []
  if (units === undefined) return refuse('not_a_quantity')
  if (sign && !allowNegative) return refuse('below_zero')
  const decimals = fraction.replace(/0+$/, '')
  if (isWhole && decimals !== '') return refuse('not_whole')
  if (decimals.length > 3) return refuse('too_fine')
  const milli = Number(units + decimals.padEnd(3, '0'))
  if (milli > maxMilli) return refuse('too_large')
  return sign && milli > 0 ? -milli : milli
}
