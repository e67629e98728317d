/** Bank cards in use: Visa, Mastercard, JCB, Discover and UnionPay with 16 digits, UnionPay with 19, Amex with 15. */
const cardShape =
  /^(4\d{15}|5[1-5]\d{14}|2[2-7]\d{14}|35\d{14}|6(?:011|5\d\d|4[4-9]\d)\d{12}|62\d{14}|62\d{17}|3[47]\d{13})$/

/** Digits that may be one number: in a row, or grouped by blanks or dashes as cards print them. Not inside longer codes. */
const digitRuns = /(?<![\w-])\d(?:[ -]?\d){14,18}(?![\w-])/g

/**
 * Does a text hold a bank card's number? By shape and check digit (Luhn), so that a card typed into a note is refused before
 * it is kept: such numbers must never come here (PCI DSS). Identity numbers (18 digits) and longer codes are not cards.
 */
export function holdsCardNumber(text: string): boolean {
  for (const [run] of text.matchAll(digitRuns)) {
    const digits = run.replace(/[ -]/g, '')
    if (cardShape.test(digits) && isLuhn(digits)) return true
  }
  return false
}

function isLuhn(digits: string): boolean {
  let sum = 0
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits[digits.length - 1 - i])
    const doubled = i % 2 === 1 ? digit * 2 : digit
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return sum % 10 === 0
}
