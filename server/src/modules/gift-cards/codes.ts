import { randomBytes } from 'node:crypto'
import { forgetPapers } from '#modules/printing/forget-papers.ts'
import { type DueSweep, noteDue } from '#platform/due-work.ts'
import { keyedHash, seal, unseal } from '#platform/secrets.ts'
import type { Work } from '#platform/work.ts'
import { assert } from '#shared/assert.ts'
import { newId } from '#shared/ids.ts'
import { accept, refuse, type Refusal, Refused } from '#shared/refusal.ts'
import { codeFrom, codeLength, printedCode, typedCode } from '#shared/secret-code.ts'
import {
  findCardByCode,
  forgetSealedBefore,
  insertCards,
  type NewCard,
  oldestSealed,
  readSealed,
} from './card-queries.ts'
import type { CardRow } from './card-queries.ts'

const shownForMs = 3_600_000
const sweepKind = 'gift_cards.forget_codes'
const hashLength = 16

function hashOf(work: Work, code: string): Buffer {
  return keyedHash(work.key('gift_cards.code'), code).subarray(0, hashLength)
}

const contextOf = (cardId: string) => `gift_cards.code/${cardId}`

/** New blank cards, each with a code of 65 random bits; the codes can be shown for an hour, then only their holders know them. */
export async function makeCards(
  work: Work,
  count: number,
  of: { batchId: string | null; storeIds: readonly string[] | null },
  firstId = newId(work.at.getTime()),
): Promise<string[]> {
  const cards = Array.from({ length: count }, (_, index): NewCard => {
    const id = index === 0 ? firstId : newId(work.at.getTime())
    const code = codeFrom(randomBytes(codeLength))
    return {
      id,
      codeHash: hashOf(work, code),
      codeTail: code.slice(-4),
      sealedCode: seal(work.key('gift_cards.sealed'), code, contextOf(id)),
    }
  })
  await insertCards(work, of, cards)
  await noteDue(work, sweepKind, new Date(work.at.getTime() + shownForMs))
  return cards.map(({ id }) => id)
}

/** The card that a scanned or typed code means. Refuses a code that was never made. Locks nothing. */
export async function cardByCode(work: Work, typed: string): Promise<CardRow> {
  const code = typedCode(typed)
  const card = code === null ? null : await findCardByCode(work, hashOf(work, code))
  if (!card) throw new Refused('gift_card_not_found')
  return card
}

/** The codes of a card or a batch as they are printed, within the hour. Refuses when they are gone. */
export async function showCodes(work: Work, of: { cardId: string } | { batchId: string }): Promise<string[]> {
  return accept(await codesOf(work, of))
}

/** As `showCodes`, with the refusal as a value. */
export async function codesOf(
  work: Work,
  of: { cardId: string } | { batchId: string },
): Promise<string[] | Refusal<'gift_card_code_gone'>> {
  const sealed = await readSealed(work, of)
  if (sealed.length === 0) return refuse('gift_card_code_gone')
  const key = work.key('gift_cards.sealed')
  return sealed.map(({ id, sealedCode }) => {
    const code = unseal(key, sealedCode, contextOf(id))
    assert(code, 'a code opens with the key it was sealed with')
    return printedCode(code.toString('utf8'))
  })
}

/** What the papers of loads are filed under with the printers. */
export const printSubject = 'gift_card_load'

/** Sees to it that a paper with a code on it, asked for now, does not wait for a printer longer than a code is shown. */
export function notePaper(work: Work): Promise<void> {
  return noteDue(work, sweepKind, new Date(work.at.getTime() + shownForMs))
}

/** Forgets codes that were shown long enough, also those on papers that no printer has taken yet. */
export const giftCardCodeSweep: DueSweep = {
  kind: sweepKind,
  async run(work) {
    const shownUntil = new Date(work.at.getTime() - shownForMs + 1)
    const [, paperAskedAt] = await Promise.all([
      forgetSealedBefore(work, shownUntil),
      forgetPapers(work, printSubject, shownUntil),
    ])
    const oldest = [await oldestSealed(work), paperAskedAt].filter((at) => at !== null).map((at) => at.getTime())
    return oldest.length > 0 ? new Date(Math.min(...oldest) + shownForMs) : null
  },
}
