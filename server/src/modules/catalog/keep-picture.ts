import { createHash } from 'node:crypto'
import type { Work } from '#platform/work.ts'
import { Refused } from '#shared/refusal.ts'
import { insertPicture } from './shelf-queries.ts'

/** Larger ones are made smaller by the screen before they are sent: a till loads hundreds. */
export const maxPictureBytes = 512 * 1024

/** Keeps a picture for an item. What it is, is read from its bytes, not from what the sender says: it is served again. */
export async function keepPicture(work: Work, { pictureId, bytes }: { pictureId: string; bytes: Buffer }) {
  const mediaType = mediaTypeOf(bytes)
  if (!mediaType) throw new Refused('invalid_picture')
  if (bytes.length > maxPictureBytes) throw new Refused('file_too_large', { maxBytes: maxPictureBytes })
  const sha256 = createHash('sha256').update(bytes).digest()
  await insertPicture(work, { id: pictureId, mediaType, bytes, sha256 })
  return { pictureId }
}

function mediaTypeOf(bytes: Buffer): 'image/png' | 'image/jpeg' | 'image/webp' | null {
  if (bytes.subarray(0, 8).equals(Buffer.from('89504e470d0a1a0a', 'hex'))) return 'image/png'
  if (bytes.subarray(0, 3).equals(Buffer.from('ffd8ff', 'hex'))) return 'image/jpeg'
  const isWebp =
    bytes.subarray(0, 4).toString('latin1') === 'RIFF' && bytes.subarray(8, 12).toString('latin1') === 'WEBP'
  return isWebp ? 'image/webp' : null
}
