import { refuse, type Refusal } from '#shared/refusal.ts'

export const buyerTypes = ['personal', 'company'] as const
export type BuyerType = (typeof buyerTypes)[number]

/** To whom an invoice is made out. A company has a tax number, a person none. */
export type Buyer = { type: BuyerType; name: string; taxNumber: string | null; email: string }

/** The characters of a unified social credit code, each worth its place (GB 32100-2015): digits and letters without I O S V Z. */
const creditCodeAlphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY'
/** 3ⁱ mod 31, for the first seventeen places. */
const creditCodeWeights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]

/** The eighteenth character of a unified social credit code, from its first seventeen; null where one of them is none. */
export function creditCodeCheck(first17: string): string | null {
  if (first17.length !== creditCodeWeights.length) return null
  let sum = 0
  for (const [index, weight] of creditCodeWeights.entries()) {
    const value = creditCodeAlphabet.indexOf(first17[index]!)
    if (value < 0) return null
    sum += value * weight
  }
  return creditCodeAlphabet[(31 - (sum % 31)) % 31]!
}

/** A unified social credit code (统一社会信用代码), which is a company's tax number: 18 characters, the last checks the others. */
export function isCreditCode(text: string): boolean {
  return text.length === 18 && creditCodeCheck(text.slice(0, 17)) === text[17]
}

/** As a person types it: blanks between groups, lower case. */
export function normalTaxNumber(text: string): string {
  return text.replace(/[\s-]/g, '').toUpperCase()
}

/** The buyer as the invoice will name it. Refuses a company without a tax number that checks; a person's number is dropped. */
export function readBuyer(given: {
  type: BuyerType
  name: string
  taxNumber: string | null
  email: string
}): Buyer | Refusal<'invalid_buyer_name' | 'invalid_tax_number'> {
  const name = given.name.trim().replace(/\s+/g, ' ')
  if (name === '') return refuse('invalid_buyer_name', { field: 'name' })
  const taxNumber = given.type === 'company' ? normalTaxNumber(given.taxNumber ?? '') : null
  if (taxNumber !== null && !isCreditCode(taxNumber)) return refuse('invalid_tax_number', { field: 'taxNumber' })
  return { type: given.type, name, taxNumber, email: given.email.trim() }
}

export function isSameBuyer(a: Buyer, b: Buyer): boolean {
  return a.type === b.type && a.name === b.name && a.taxNumber === b.taxNumber && a.email === b.email
}
