import { createCipheriv, randomBytes } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import { type DueSweep, noteDue } from '#platform/due-work.ts'
import { seal, unseal } from '#platform/secrets.ts'
import type { Work } from '#platform/work.ts'
import { assert } from '#shared/assert.ts'
import { accept, Refused } from '#shared/refusal.ts'
import { codeFrom, codeLength, printedCode } from '#shared/secret-code.ts'
import { codeHasher } from './code-hash.ts'
import { pagesOf } from './code-page-rules.ts'
import { forgetSecrets, insertCodePages, lockCodeIssue, updateExported } from './code-queries.ts'
import { countIssued, insertIssue, lockIssuing } from './issue-queries.ts'
import { checkIssuing } from './issue-rules.ts'
import { couponZone } from './save-template.ts'
import { readTemplate } from './template-queries.ts'
import { couponPeriod } from './template-rules.ts'

/** So many at a time are drawn between two other requests. */
const drawnAtOnce = 5_000
const exportWindowMs = 3_600_000
const sweepKind = 'coupons.forget_codes'

/**
 * Makes codes that anybody may show, once each: 65 random bits, none following from another.
 *
 * All are drawn from one secret of the issue by a stream cipher, so that the export can write them again without the
 * database holding them; the secret is sealed, and gone an hour after the first export. Refuses as issuing does; a
 * limited template has them taken from its pool. One transaction for all.
 */
export async function makeCodes(
  work: Work,
  input: { issueId: string; templateId: string; quantity: number; reason: string },
): Promise<{ issueId: string; quantity: number }> {
  const { issueId, templateId, quantity, reason } = input
  const [{ leftInPool }, template] = await Promise.all([
    lockIssuing(work, templateId, []),
    readTemplate(work, templateId),
  ])
  if (!template) throw new Refused('coupon_template_not_found')
  const zone = await couponZone(work, template.terms.storeIds)
  const isOver = couponPeriod(template.validity, work.at, zone) === null
  const state = { ...template, leftInPool, isStopped: template.stoppedAt !== null }
  const refusal = checkIssuing(state, { count: quantity, isClaim: false, isOver })
  if (refusal) accept(refusal)

  const secret = randomBytes(32)
  const sealedSecret = seal(work.key('coupons.code_secret'), secret, contextOf(issueId))
  await Promise.all([
    insertIssue(work, { id: issueId, templateId, kind: 'codes', reason, quantity, sealedSecret }),
    countIssued(work, templateId, quantity),
    writeHashes(work, issueId, secret, quantity),
  ])
  work.audit({
    action: 'coupons.issue',
    subject: { kind: 'coupon_template', id: templateId },
    changes: { codes: [null, quantity], issueId: [null, issueId] },
    ...(reason && { reason }),
  })
  return { issueId, quantity }
}

/** Draws and hashes piece by piece, letting other requests in between, and writes all as pages. */
async function writeHashes(work: Work, issueId: string, secret: Buffer, quantity: number): Promise<void> {
  const hash = codeHasher(work)
  const pieces: Buffer[] = []
  for (const codes of drawCodes(secret, quantity, drawnAtOnce)) {
    pieces.push(hash(codes))
    await setImmediate()
  }
  await insertCodePages(work, issueId, pagesOf(Buffer.concat(pieces)))
}

/** The codes of a secret, the same every time, piece by piece: AES-256 in counter mode is a random stream. */
function* drawCodes(secret: Buffer, quantity: number, perPiece: number): Generator<string[]> {
  const stream = createCipheriv('aes-256-ctr', secret, Buffer.alloc(16))
  for (let drawn = 0; drawn < quantity; drawn += perPiece) {
    const count = Math.min(perPiece, quantity - drawn)
    const bytes = stream.update(Buffer.alloc(count * codeLength))
    yield Array.from({ length: count }, (_, index) => codeFrom(bytes, index * codeLength))
  }
}

const contextOf = (issueId: string) => `coupons.coupon_issue/${issueId}`

/**
 * The codes of an issue as lines of text, for whoever prints or sends them. From the first export on there is an hour to
 * fetch the file again; then nobody can. Each export is in the audit log. Locks the issue.
 */
export async function exportCodes(work: Work, issueId: string): Promise<Iterable<string>> {
  const issue = await lockCodeIssue(work, issueId)
  if (!issue) throw new Refused('coupon_codes_not_found')
  const { sealedSecret, exportedAt, quantity, templateId } = issue
  const isOver = exportedAt !== null && work.at.getTime() >= exportedAt.getTime() + exportWindowMs
  if (!sealedSecret || isOver) throw new Refused('coupon_codes_exported')
  if (!exportedAt) {
    await updateExported(work, issueId)
    await noteDue(work, sweepKind, new Date(work.at.getTime() + exportWindowMs))
  }
  const secret = unseal(work.key('coupons.code_secret'), sealedSecret, contextOf(issueId))
  assert(secret, 'the secret of an issue opens with the merchant’s key')
  work.audit({
    action: 'coupons.export',
    subject: { kind: 'coupon_template', id: templateId },
    changes: { exported: [null, quantity], issueId: [null, issueId] },
  })
  return linesOf(secret, quantity)
}

function* linesOf(secret: Buffer, quantity: number): Generator<string> {
  for (const codes of drawCodes(secret, quantity, 1_000)) yield `${codes.map(printedCode).join('\r\n')}\r\n`
}

/** Forgets the secrets of exported codes when their hour is over. */
export const codeSecretSweep: DueSweep = {
  kind: sweepKind,
  async run(work) {
    const next = await forgetSecrets(work, new Date(work.at.getTime() - exportWindowMs))
    return next && new Date(next.getTime() + exportWindowMs)
  },
}
