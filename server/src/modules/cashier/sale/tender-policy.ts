import { sql } from 'kysely'
import { refuseForeignStore } from '#platform/actor.ts'
import type { Work } from '#platform/work.ts'
import { openStoreOf } from '#modules/shops/store-facts.ts'
import { accept, Refused } from '#shared/refusal.ts'

export type TenderPolicy = { takesWord: boolean; version: number }

/** Which of these stores take a card, WeChat or Alipay without a payment of a provider; absent: nothing was said. */
export async function readTakesWord(work: Work, storeIds: readonly string[]): Promise<Map<string, boolean>> {
  if (storeIds.length === 0) return new Map()
  const rows = await work.send<{ storeId: string; takesWord: boolean }>(sql`
    select store_id, takes_word from cashier.tender_policy
     where merchant_id = ${work.merchantId} and store_id = any(${[...new Set(storeIds)]}::uuid[])`)
  return new Map(rows.map(({ storeId, takesWord }) => [storeId, takesWord]))
}

/** How a store takes money outside; a store that never said takes it on the cashier's word (version 0). */
export async function readTenderPolicy(work: Work, storeId: string): Promise<TenderPolicy> {
  accept(refuseForeignStore(work.actor, storeId))
  const [row] = await work.send<TenderPolicy>(sql`
    select takes_word, version from cashier.tender_policy
     where merchant_id = ${work.merchantId} and store_id = ${storeId}`)
  return row ?? { takesWord: true, version: 0 }
}

/** Says whether a store takes money outside on the cashier's word. Refuses a save over a version that somebody saved meanwhile. */
export async function setTenderPolicy(
  work: Work,
  { storeId, takesWord, version }: TenderPolicy & { storeId: string },
): Promise<{ version: number }> {
  await openStoreOf(work, storeId)
  const before = await readTenderPolicy(work, storeId)
  const saved = await work.send<{ version: number }>(sql`
    insert into cashier.tender_policy as p (merchant_id, store_id, takes_word, version)
    select ${work.merchantId}, ${storeId}, ${takesWord}, 1 where ${version} = ${before.version}::integer
    on conflict (merchant_id, store_id) do update set takes_word = excluded.takes_word, version = p.version + 1
     where p.version = ${version}
    returning version`)
  if (saved.length === 0) throw new Refused('settings_changed')
  work.audit({
    action: 'settings.edit',
    subject: { kind: 'store', id: storeId },
    changes: { takesWord: [before.takesWord, takesWord] },
  })
  return saved[0]!
}
