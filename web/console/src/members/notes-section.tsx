import { DeleteOutlined } from '@ant-design/icons'
import { Button, Form, Input } from 'antd'
import { api, useCommand } from '@staff/api'
import { CommandForm, InstantText, RefusalText, StatusTag, SubmitButton, SwitchField } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { useMay } from '#app/session.ts'
import type { Member } from './member-words.ts'

/** What people want to remember about a member; what the cashier must know is pinned to the till. */
export function NotesSection({ member }: { member: Member }) {
  const may = useMay()
  const remove = useCommand(api.memberNoteDelete, { changes: [api.memberGet, api.memberTimeline] })
  return (
    <>
      {may('members.enrol') && <NewNote memberId={member.id} />}
      <RefusalText error={remove.error} />
      <ul className="rg-member-rows">
        {member.notes.map(({ id, body, isForTill, at }) => (
          <li key={id}>
            <div>
              <p className="rg-note-body">{body}</p>
              <span className="rg-faint">
                <InstantText at={at} relative />{' '}
                {isForTill && <StatusTag tone="primary">{t('members.note.forTill')}</StatusTag>}
              </span>
            </div>
            {may('members.edit') && (
              <Button
                type="text"
                icon={<DeleteOutlined />}
                aria-label={t('members.note.remove')}
                loading={remove.isPending && remove.variables.noteId === id}
                onClick={() => remove.mutate({ noteId: id })}
              />
            )}
          </li>
        ))}
      </ul>
      {member.notes.length === 0 && <p className="rg-faint">{t('members.note.empty')}</p>}
    </>
  )
}

function NewNote({ memberId }: { memberId: string }) {
  const add = useCommand(api.memberNoteCreate, { changes: [api.memberGet, api.memberTimeline] })
  return (
    // A new form after each note, so that it begins empty.
    <CommandForm
      key={add.data?.noteId ?? 'first'}
      command={add}
      onSubmit={({ body, isForTill = false }: { body: string; isForTill?: boolean }) =>
        add.mutate({ memberId, body, isForTill })
      }
    >
      <Form.Item
        name="body"
        label={t('members.note.label')}
        rules={[{ required: true, whitespace: true, message: t('ui.field.required') }]}
      >
        <Input.TextArea className="rg-growing" rows={2} maxLength={4000} placeholder={t('members.note.example')} />
      </Form.Item>
      <SwitchField name="isForTill" label={t('members.note.forTillLabel')} />
      <SubmitButton>{t('members.note.add')}</SubmitButton>
    </CommandForm>
  )
}
