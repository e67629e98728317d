import { sql } from 'kysely'
import { actorId } from '#platform/actor.ts'
import type { Work } from '#platform/work.ts'

export type KeptFile = { id: string; name: string; bytes: Buffer }

export async function insertFile(work: Work, file: KeptFile & { sha256: Buffer }): Promise<void> {
  const { id, name, bytes, sha256 } = file
  await work.send(sql`
    insert into imports.file (merchant_id, id, name, size_bytes, sha256, bytes, uploaded_at, uploaded_by)
    values (${work.merchantId}, ${id}, ${name}, ${bytes.length}, ${sha256}, ${bytes}, ${work.at}, ${actorId(work.actor)})
    on conflict do nothing`)
}

export async function findFile(work: Work, fileId: string): Promise<KeptFile | undefined> {
  const rows = await work.send<KeptFile>(sql`
    select id, name, bytes from imports.file where merchant_id = ${work.merchantId} and id = ${fileId}`)
  return rows[0]
}

/** Files that nobody imported: they may hold people's data and are not kept for later. */
export async function deleteFilesBefore(work: Work, before: Date): Promise<void> {
  await work.send(sql`
    delete from imports.file f
     where f.merchant_id = ${work.merchantId} and f.uploaded_at < ${before}
       and not exists (select from imports.batch b where b.merchant_id = ${work.merchantId} and b.file_id = f.id)`)
}
