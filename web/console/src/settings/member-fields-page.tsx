import { PlusOutlined } from '@ant-design/icons'
import { useSuspenseQuery } from '@tanstack/react-query'
import { Button, Form, Select } from 'antd'
import { useState } from 'react'
import { api, query, useCommand, type ResponseOf } from '@staff/api'
import {
  CommandForm,
  ConfirmDrawer,
  DangerButton,
  EmptyState,
  listText,
  Page,
  SelectField,
  StatusTag,
  SubmitButton,
  SwitchField,
  TextField,
  useNotice,
  type ListColumn,
} from '@staff/ui'
import { t, type SentenceKey } from '#app/i18n.ts'
import { queryClient } from '#app/query-client.ts'
import { RowsTable } from './rows-table.tsx'
import { SettingsTabs } from './settings-tabs.tsx'
import './settings.css'

type MemberField = ResponseOf<typeof api.memberFieldList>['items'][number]
type Kind = MemberField['kind']

const fieldsQuery = () => query(api.memberFieldList, {})

export async function loader() {
  await queryClient.ensureQueryData(fieldsQuery())
  return null
}

const kindWords: Record<Kind, SentenceKey> = {
  text: 'settings.fields.kind.text',
  number: 'settings.fields.kind.number',
  date: 'settings.fields.kind.date',
  choice: 'settings.fields.kind.choice',
  boolean: 'settings.fields.kind.boolean',
}

/** What this shop wants to know about its members beyond name, phone and birthday. */
export function MemberFieldsPage() {
  const { items } = useSuspenseQuery(fieldsQuery()).data
  const [edited, setEdited] = useState<MemberField | 'new' | null>(null)
  const [archived, setArchived] = useState<MemberField | null>(null)
  const add = (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setEdited('new')}>
      {t('settings.fields.add')}
    </Button>
  )
  return (
    <Page title={t('settings.title')} lead={t('settings.fields.lead')} actions={items.length > 0 && add}>
      <SettingsTabs />
      {items.length === 0 ? (
        <div className="rg-card">
          <EmptyState title={t('settings.fields.none')} action={add}>
            {t('settings.fields.noneText')}
          </EmptyState>
        </div>
      ) : (
        <RowsTable
          label={t('settings.fields.title')}
          rows={items}
          columns={fieldColumns({ onEdit: setEdited, onArchive: setArchived })}
        />
      )}
      <ConfirmDrawer
        open={edited !== null}
        title={edited === 'new' ? t('settings.fields.add') : t('settings.fields.change')}
        onClose={() => setEdited(null)}
      >
        {edited === 'new' && <NewFieldForm known={items} onDone={() => setEdited(null)} />}
        {edited !== null && edited !== 'new' && <ChangeFieldForm field={edited} onDone={() => setEdited(null)} />}
      </ConfirmDrawer>
      <ArchiveDrawer field={archived} onClose={() => setArchived(null)} />
    </Page>
  )
}

type Acts = { onEdit: (field: MemberField) => void; onArchive: (field: MemberField) => void }

function fieldColumns({ onEdit, onArchive }: Acts): ListColumn<MemberField>[] {
  return [
    { key: 'label', title: t('settings.fields.label'), render: ({ label }) => label },
    {
      key: 'kind',
      title: t('settings.fields.kindTitle'),
      render: ({ kind, choices }) => (
        <>
          {t(kindWords[kind])}
          {choices.length > 0 && <span className="rg-faint"> · {listText(choices)}</span>}
        </>
      ),
    },
    {
      key: 'till',
      title: t('settings.fields.till'),
      render: ({ isForTill }) => isForTill && <StatusTag tone="primary">{t('settings.fields.tillShown')}</StatusTag>,
    },
    { key: 'code', title: t('settings.fields.code'), render: ({ code }) => <code>{code}</code> },
    {
      key: 'acts',
      title: '',
      align: 'right',
      render: (field) => (
        <span className="rg-row-actions">
          <Button size="small" onClick={() => onEdit(field)}>
            {t('settings.fields.edit')}
          </Button>
          <Button size="small" danger onClick={() => onArchive(field)}>
            {t('settings.fields.archive')}
          </Button>
        </span>
      ),
    },
  ]
}

type FieldValues = { label: string; kind: Kind; code: string; choices?: string[]; isForTill?: boolean }

/** A code that no field has yet, for people who do not care how imports call it. */
function freshCode(known: readonly MemberField[]): string {
  const taken = new Set(known.map(({ code }) => code))
  for (let number = known.length + 1; ; number++) {
    if (!taken.has(`field_${number}`)) return `field_${number}`
  }
}

function NewFieldForm({ known, onDone }: { known: readonly MemberField[]; onDone: () => void }) {
  const notice = useNotice()
  const create = useCommand(api.memberFieldCreate, {
    onSuccess: () => {
      onDone()
      notice.done(t('settings.saved'))
    },
  })
  return (
    <CommandForm
      command={create}
      initial={{ kind: 'text', code: freshCode(known), isForTill: false }}
      onSubmit={({ choices, isForTill, ...field }: FieldValues) =>
        create.mutate({
          ...field,
          choices: field.kind === 'choice' ? (choices ?? []) : [],
          isForTill: isForTill ?? false,
        })
      }
    >
      <TextField
        name="label"
        label={t('settings.fields.label')}
        hint={t('settings.fields.labelHint')}
        maxLength={60}
        autoFocus
      />
      <SelectField
        name="kind"
        label={t('settings.fields.kindTitle')}
        hint={t('settings.fields.kindHint')}
        options={Object.entries(kindWords).map(([value, label]) => ({ value, label: t(label) }))}
      />
      <ChoicesField />
      <SwitchField name="isForTill" label={t('settings.fields.till')} hint={t('settings.fields.tillHint')} />
      <TextField name="code" label={t('settings.fields.code')} hint={t('settings.fields.codeHint')} maxLength={40} />
      <SubmitButton block>{t('settings.fields.add')}</SubmitButton>
    </CommandForm>
  )
}

function ChangeFieldForm({ field, onDone }: { field: MemberField; onDone: () => void }) {
  const notice = useNotice()
  const change = useCommand(api.memberFieldChange, {
    onSuccess: () => {
      onDone()
      notice.done(t('settings.saved'))
    },
  })
  const { id: fieldId, label, kind, choices, isForTill } = field
  return (
    <CommandForm
      command={change}
      initial={{ label, choices, isForTill }}
      onSubmit={(values: { label: string; choices?: string[]; isForTill?: boolean }) =>
        change.mutate({
          fieldId,
          label: values.label,
          choices: kind === 'choice' ? (values.choices ?? []) : [],
          isForTill: values.isForTill ?? false,
        })
      }
    >
      <TextField name="label" label={t('settings.fields.label')} maxLength={60} autoFocus />
      {kind === 'choice' && <ChoicesField isAlways />}
      <SwitchField name="isForTill" label={t('settings.fields.till')} hint={t('settings.fields.tillHint')} />
      <SubmitButton block>{t('settings.save')}</SubmitButton>
    </CommandForm>
  )
}

/** The answers that may be chosen, typed one after the other. Stands only where the kind is a choice. */
function ChoicesField({ isAlways = false }: { isAlways?: boolean }) {
  const form = Form.useFormInstance()
  const kind: unknown = Form.useWatch('kind', form)
  if (!isAlways && kind !== 'choice') return null
  return (
    <Form.Item
      name="choices"
      label={t('settings.fields.choices')}
      extra={t('settings.fields.choicesHint')}
      rules={[{ type: 'array', min: 2, required: true, message: t('settings.fields.choicesNeeded') }]}
    >
      <Select mode="tags" open={false} suffixIcon={null} tokenSeparators={[',', '，', '、', ';', '；', '\n']} />
    </Form.Item>
  )
}

function ArchiveDrawer({ field, onClose }: { field: MemberField | null; onClose: () => void }) {
  const notice = useNotice()
  const archive = useCommand(api.memberFieldArchive, {
    onSuccess: () => {
      onClose()
      notice.done(t('settings.fields.archived'))
    },
  })
  return (
    <ConfirmDrawer open={field !== null} title={t('settings.fields.archive')} onClose={onClose}>
      {field && (
        <CommandForm command={archive} onSubmit={() => archive.mutate({ fieldId: field.id })}>
          <p className="rg-drawer-text">{t('settings.fields.archiveText', { label: field.label })}</p>
          <DangerButton block>{t('settings.fields.archiveConfirm', { label: field.label })}</DangerButton>
        </CommandForm>
      )}
    </ConfirmDrawer>
  )
}
