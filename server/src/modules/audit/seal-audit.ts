import { createHash, createHmac } from 'node:crypto'
import type { Work } from '#platform/work.ts'
import { canonicalJson } from '#shared/canonical-json.ts'
import {
  insertSeal,
  lockSealing,
  readDatabaseTime,
  readLastSeal,
  readLines,
  readSealsAfter,
  readUnsealed,
  type SealedLine,
  type SealRow,
} from './audit-queries.ts'

const batchSize = 500
/** Transactions that began to write are over by then. */
const settleSeconds = 60

function hashLine(line: SealedLine): Buffer {
  return createHash('sha256').update(canonicalJson(line)).digest()
}

/** The seal's own hash: over the one before it, its place, and each line's id and hash; keyed, so only we can make one. */
function hashSeal(key: Buffer, before: Buffer | null, seal: Omit<SealRow, 'hash'>): Buffer {
  const hmac = createHmac('sha256', key)
    .update(before ?? Buffer.alloc(32))
    .update(`${seal.seq}:${seal.entryIds.length}:`)
  seal.entryIds.forEach((id, index) => hmac.update(id).update(seal.entryHashes[index]!))
  return hmac.digest()
}

/**
 * Closes the lines written since the last seal with a new one, five hundred at a time. A job calls it every few minutes until
 * it returns zero; what was sealed cannot be changed or removed unseen.
 *
 * Locks out other sealers of the merchant. `settledSeconds` leaves out what is too fresh to be complete.
 */
export async function sealAudit(work: Work, { settledSeconds = settleSeconds } = {}): Promise<number> {
  await lockSealing(work)
  const now = await readDatabaseTime(work)
  const lines = await readUnsealed(work, new Date(now.getTime() - settledSeconds * 1000), batchSize)
  if (lines.length === 0) return 0
  const last = await readLastSeal(work)
  const seal = { seq: (last?.seq ?? 0) + 1, entryIds: lines.map(({ id }) => id), entryHashes: lines.map(hashLine) }
  await insertSeal(work, { ...seal, hash: hashSeal(work.key('audit.seal'), last?.hash ?? null, seal) })
  return lines.length
}

export type AuditVerdict = {
  ok: boolean
  seals: number
  entries: number
  /** The first thing that is not as it was sealed. */
  firstBroken: { kind: 'seal'; seq: number } | { kind: 'changed' | 'missing'; entryId: string } | null
}

/** Proves that every sealed line is still there as it was written, and names the first that is not. Reads only. */
export async function verifyAudit(work: Work): Promise<AuditVerdict> {
  const key = work.key('audit.seal')
  const verdict: AuditVerdict = { ok: true, seals: 0, entries: 0, firstBroken: null }
  let before: SealRow | null = null
  for (;;) {
    const seals: SealRow[] = await readSealsAfter(work, before?.seq ?? 0, 20)
    if (seals.length === 0) return verdict
    for (const seal of seals) {
      const isNext = seal.seq === (before?.seq ?? 0) + 1
      if (!isNext || !hashSeal(key, before?.hash ?? null, seal).equals(seal.hash))
        return { ...verdict, ok: false, firstBroken: { kind: 'seal', seq: seal.seq } }
      const firstBroken = await findBrokenLine(work, seal)
      if (firstBroken) return { ...verdict, ok: false, firstBroken }
      verdict.seals += 1
      verdict.entries += seal.entryIds.length
      before = seal
    }
  }
}

async function findBrokenLine(work: Work, seal: SealRow): Promise<AuditVerdict['firstBroken']> {
  const lines = new Map((await readLines(work, seal.entryIds)).map((line) => [line.id, line]))
  for (const [index, entryId] of seal.entryIds.entries()) {
    const line = lines.get(entryId)
    if (!line) return { kind: 'missing', entryId }
    if (!hashLine(line).equals(seal.entryHashes[index]!)) return { kind: 'changed', entryId }
  }
  return null
}
