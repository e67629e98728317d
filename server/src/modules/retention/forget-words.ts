import { sql } from 'kysely'
import type { Subscription } from '#platform/outbox.ts'
import type { Work } from '#platform/work.ts'

/** What a forgotten member said in their own words goes with them; what they chose stays, and counts for nobody by name. Idempotent. */
export const forgottenWords: Subscription = {
  name: 'retention.forget_words',
  types: ['member.erased'],
  handle: (work, { subjectId }) => forgetWords(work, subjectId),
}

async function forgetWords({ send, merchantId }: Work, memberId: string): Promise<void> {
  const theirs = sql`select l.id from retention.leaving l where l.merchant_id = ${merchantId} and l.member_id = ${memberId}`
  await Promise.all([
    send(sql`
      update retention.leaving l
         set note = '',
             answers = coalesce((select jsonb_agg(a) from jsonb_array_elements(l.answers) as a where not (a ? 'text')), '[]')
       where l.merchant_id = ${merchantId} and l.member_id = ${memberId}`),
    send(sql`
      update retention.follow_up set note = '' where merchant_id = ${merchantId} and leaving_id in (${theirs})`),
    send(sql`
      update retention.follow_up_call set note = '' where merchant_id = ${merchantId} and leaving_id in (${theirs})`),
  ])
}
