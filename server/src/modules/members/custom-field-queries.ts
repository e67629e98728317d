import { sql } from 'kysely'
import type { Work } from '#platform/work.ts'
import type { CustomField } from './custom-field-rules.ts'

export type CustomFieldRow = CustomField & { id: string; choices: string[]; position: number; isForTill: boolean }

/** The fields in force, in their order. */
export async function readCustomFields({ send, merchantId }: Work): Promise<CustomFieldRow[]> {
  return send<CustomFieldRow>(sql`
    select id, code, label, kind, choices, position, is_for_till from members.custom_field
     where merchant_id = ${merchantId} and archived_at is null
     order by position, code`)
}

export async function lockCustomFields({
  send,
  merchantId,
}: Work): Promise<(CustomFieldRow & { archivedAt: Date | null })[]> {
  return send(sql`
    select id, code, label, kind, choices, position, is_for_till, archived_at from members.custom_field
     where merchant_id = ${merchantId} order by id for update`)
}

export async function insertCustomField(
  { send, merchantId }: Work,
  field: CustomField & { id: string; position: number; isForTill: boolean },
): Promise<void> {
  await send(sql`
    insert into members.custom_field (merchant_id, id, code, label, kind, choices, position, is_for_till)
    values (${merchantId}, ${field.id}, ${field.code}, ${field.label}, ${field.kind}, ${[...field.choices]}::text[],
            ${field.position}, ${field.isForTill})`)
}

export async function updateCustomField(
  { send, merchantId }: Work,
  field: { id: string; label: string; choices: readonly string[]; isForTill: boolean },
): Promise<void> {
  await send(sql`
    update members.custom_field
       set label = ${field.label}, choices = ${[...field.choices]}::text[], is_for_till = ${field.isForTill}
     where merchant_id = ${merchantId} and id = ${field.id}`)
}

export async function archiveCustomFieldRow({ send, merchantId, at }: Work, id: string): Promise<void> {
  await send(sql`update members.custom_field set archived_at = ${at} where merchant_id = ${merchantId} and id = ${id}`)
}
