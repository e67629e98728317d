import type { Work } from '#platform/work.ts'
import { changedFields } from '#shared/changed-fields.ts'
import { Refused } from '#shared/refusal.ts'
import { type Policy, readPolicy, writePolicy } from './policy-queries.ts'

/** Sets quiet hours, caps and budget. Refuses a change over one that was not seen (`settings_changed`) and hours that are all quiet. */
export async function savePolicy(work: Work, policy: Policy): Promise<{ version: number }> {
  const known = await readPolicy(work, true)
  if (known.version !== policy.version || !(await writePolicy(work, policy)))
    throw new Refused('settings_changed', { version: known.version })
  work.audit({
    action: 'messages.save_policy',
    subject: { kind: 'merchant', id: work.merchantId },
    changes: changedFields({ ...known, version: null }, { ...policy, version: null }),
  })
  return { version: policy.version + 1 }
}
