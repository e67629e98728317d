import type { Work } from '#platform/work.ts'
import { Refused } from '#shared/refusal.ts'
import {
  archiveCustomFieldRow,
  insertCustomField,
  lockCustomFields,
  updateCustomField,
} from './custom-field-queries.ts'
import type { CustomField } from './custom-field-rules.ts'
import { lockRegister } from './register-queries.ts'

function checkChoices({ kind, choices }: Pick<CustomField, 'kind' | 'choices'>): void {
  const different = new Set(choices.map((choice) => choice.trim()))
  const isFit = kind === 'choice' ? different.size >= 2 && different.size === choices.length : choices.length === 0
  if (!isFit || different.has('')) throw new Refused('invalid_choices')
}

/** Adds a field to the profile, last in order. Its code and kind never change; refuses a code that is or was another field's. */
export async function defineCustomField(
  work: Work,
  field: CustomField & { id: string; isForTill: boolean },
): Promise<{ fieldId: string }> {
  await lockRegister(work)
  checkChoices(field)
  const known = await lockCustomFields(work)
  if (known.some(({ code }) => code === field.code)) throw new Refused('custom_field_exists')
  const position = Math.max(0, ...known.map((each) => each.position)) + 1
  await insertCustomField(work, { ...field, position })
  audit(work, field.code, null, { label: field.label, kind: field.kind, choices: field.choices })
  return { fieldId: field.id }
}

/** Changes label, choices and whether the till shows it. Values that are no longer a choice stay until they are next changed. */
export async function changeCustomField(
  work: Work,
  { fieldId, ...next }: { fieldId: string; label: string; choices: readonly string[]; isForTill: boolean },
): Promise<{ fieldId: string }> {
  const before = await lockField(work, fieldId)
  checkChoices({ kind: before.kind, choices: next.choices })
  await updateCustomField(work, { id: fieldId, ...next })
  audit(
    work,
    before.code,
    { label: before.label, choices: before.choices },
    { label: next.label, choices: next.choices },
  )
  return { fieldId }
}

/** Takes a field out of the profile. What members have in it stays, unseen, and is exported and erased with them. */
export async function archiveCustomField(work: Work, { fieldId }: { fieldId: string }): Promise<{ fieldId: string }> {
  const before = await lockField(work, fieldId)
  await archiveCustomFieldRow(work, fieldId)
  audit(work, before.code, { label: before.label }, null)
  return { fieldId }
}

async function lockField(work: Work, fieldId: string) {
  const field = (await lockCustomFields(work)).find(({ id }) => id === fieldId)
  if (!field || field.archivedAt) throw new Refused('custom_field_not_found')
  return field
}

function audit(work: Work, code: string, before: unknown, after: unknown): void {
  work.audit({
    action: 'settings.edit',
    subject: { kind: 'merchant', id: work.merchantId },
    changes: { [`customField.${code}`]: [before, after] },
  })
}
