import { useQuery } from '@tanstack/react-query'
import { Form, Input, Select } from 'antd'
import { api, ApiRefusal, query, useCommand, type ResponseOf } from '@staff/api'
import { CommandForm, ConfirmDrawer, SelectField, SubmitButton, TextField } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { useSession } from '#app/session.ts'
import { type BirthdayDraft, BirthdayInput, noBirthday } from './birthday-field.tsx'
import { genderWords, type Birthday, type Member } from './member-words.ts'
import { MemberPicker } from './member-picker.tsx'

type CustomField = ResponseOf<typeof api.memberFieldList>['items'][number]
type CustomValue = string | number | boolean | null

type EditFields = {
  name: string
  gender: Member['gender']
  birthday?: BirthdayDraft
  homeStoreId?: string
  referrerId?: string
  allergies?: string
  custom?: Record<string, unknown>
}

/** The profile as a form. Somebody else's save in between is refused with what was typed kept; the page shows the new state. */
export function EditMemberDrawer({ member, open, onClose }: { member: Member; open: boolean; onClose: () => void }) {
  return (
    <ConfirmDrawer open={open} title={t('members.edit.title')} onClose={onClose}>
      <EditForm member={member} onClose={onClose} />
    </ConfirmDrawer>
  )
}

function EditForm({ member, onClose }: { member: Member; onClose: () => void }) {
  const { stores } = useSession()
  const { data: fields } = useQuery(query(api.memberFieldList, {}))
  const change = useCommand(api.memberChange, { onSuccess: onClose })
  const needsConsent = change.error instanceof ApiRefusal && change.error.code === 'health_consent_needed'
  const initial: EditFields = {
    name: member.name,
    gender: member.gender,
    birthday: member.birthday ? { ...member.birthday, year: String(member.birthday.year ?? '') } : noBirthday,
    ...(member.homeStoreId && { homeStoreId: member.homeStoreId }),
    ...(member.referrerId && { referrerId: member.referrerId }),
    ...(member.allergies && { allergies: member.allergies }),
    custom: Object.fromEntries(
      Object.entries(member.custom).map(([code, value]) => [code, typeof value === 'number' ? String(value) : value]),
    ),
  }
  return (
    <CommandForm
      command={change}
      initial={initial}
      onSubmit={(values: EditFields) =>
        change.mutate({
          memberId: member.id,
          version: member.version,
          name: values.name,
          gender: values.gender,
          birthday: birthdayOf(values.birthday ?? noBirthday),
          homeStoreId: values.homeStoreId ?? null,
          referrerId: values.referrerId ?? null,
          allergies: values.allergies ?? null,
          custom: customOf(fields?.items ?? [], values.custom ?? {}),
        })
      }
    >
      <TextField name="name" label={t('members.field.name')} maxLength={100} />
      <SelectField
        name="gender"
        label={t('members.field.gender')}
        options={(['female', 'male', 'unknown'] as const).map((value) => ({ value, label: t(genderWords[value]) }))}
      />
      <Form.Item name="birthday" label={t('members.field.birthday')}>
        <BirthdayInput />
      </Form.Item>
      <SelectField
        name="homeStoreId"
        label={t('members.field.homeStore')}
        isOptional
        options={stores.map(({ id, name }) => ({ value: id, label: name }))}
      />
      <Form.Item name="referrerId" label={t('members.field.referrer')}>
        <MemberPicker exceptId={member.id} {...knownReferrer(member)} />
      </Form.Item>
      <Form.Item name="allergies" label={t('members.field.allergies')} extra={t('members.edit.allergiesHint')}>
        <Input.TextArea className="rg-growing" rows={2} maxLength={1000} />
      </Form.Item>
      {(fields?.items ?? []).map((field) => (
        <CustomInput key={field.id} field={field} />
      ))}
      <SubmitButton block>{t('members.save')}</SubmitButton>
      {needsConsent && <p className="rg-drawer-foot">{t('members.edit.consentFirst')}</p>}
    </CommandForm>
  )
}

/** The picker lists who was found; the one already chosen may not be among them. */
function knownReferrer(member: Member): { known?: { id: string; name: string } } {
  const referrer = member.relatives.find(({ id }) => id === member.referrerId)
  return referrer ? { known: referrer } : {}
}

function birthdayOf({ calendar, year, month, date, isLeapMonth }: BirthdayDraft): Birthday | null {
  if (month === null || date === null) return null
  return {
    calendar,
    year: year === '' ? null : Number(year),
    month,
    date,
    isLeapMonth: calendar === 'lunar' && isLeapMonth,
  }
}

/** All fields are sent: one left empty is cleared. Numbers are read here; what does not read is refused by the server in words. */
function customOf(fields: readonly CustomField[], typed: Record<string, unknown>): Record<string, CustomValue> {
  return Object.fromEntries(
    fields.map(({ code, kind }): [string, CustomValue] => {
      const value = typed[code]
      if (value === undefined || value === null || value === '') return [code, null]
      if (kind === 'number' && /^[+-]?\d+(\.\d+)?$/.test(String(value))) return [code, Number(value)]
      return [code, typeof value === 'boolean' ? value : String(value)]
    }),
  )
}

function CustomInput({ field: { code, label, kind, choices } }: { field: CustomField }) {
  const name = ['custom', code]
  if (kind === 'boolean' || kind === 'choice') {
    const options =
      kind === 'choice'
        ? choices.map((choice) => ({ value: choice as string | boolean, label: choice }))
        : [true, false].map((value) => ({ value, label: t(value ? 'members.custom.yes' : 'members.custom.no') }))
    return (
      <Form.Item name={name} label={label}>
        <Select allowClear options={options} />
      </Form.Item>
    )
  }
  return (
    <Form.Item name={name} label={label}>
      <Input
        type={kind === 'date' ? 'date' : 'text'}
        inputMode={kind === 'number' ? 'decimal' : 'text'}
        maxLength={500}
      />
    </Form.Item>
  )
}
