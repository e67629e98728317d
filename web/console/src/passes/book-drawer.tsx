import { useQuery } from '@tanstack/react-query'
import { Form, Select } from 'antd'
import { useState } from 'react'
import { api, query, useCommand } from '@staff/api'
import { CommandForm, ConfirmDrawer, RefusalText, SubmitButton, useNotice } from '@staff/ui'
import { bookingWords } from '#modules/passes/plan-words-rules.ts'
import { language, t } from '#app/i18n.ts'
import { useSession, useStore } from '#app/session.ts'
import { MemberPicker } from '#console/members/member-picker.tsx'
import { MomentInput } from '#console/promotions/moment-field.tsx'
import { isLive, leftWords, passChanges, type PassRow } from './pass-words.ts'

type BookDrawerProps = { open: boolean; onClose: () => void }

/** Staff book for a member who calls or stands there: a visit of a pass is kept for the time, and the shop has said yes with it. */
export function BookDrawer({ open, onClose }: BookDrawerProps) {
  return (
    <ConfirmDrawer open={open} title={t('passes.bookings.add')} onClose={onClose}>
      <BookForm onClose={onClose} />
    </ConfirmDrawer>
  )
}

function BookForm({ onClose }: Pick<BookDrawerProps, 'onClose'>) {
  const notice = useNotice()
  const here = useStore()
  const { stores } = useSession()
  const [memberId, setMember] = useState<string | null>(null)
  const [part, setPart] = useState<string | null>(null)
  const [storeId, setStore] = useState(here.id)
  const [grade, setGrade] = useState<string | null>(null)
  const [startsAt, setStartsAt] = useState<string | null>(null)
  const [passId = '', componentId = ''] = part?.split('/') ?? []
  const passes = useQuery({ ...query(api.memberPassList, { memberId: memberId ?? '' }), enabled: memberId !== null })
  const chosen = useQuery({ ...query(api.passGet, { passId }), enabled: passId !== '' }).data
  const component = chosen?.terms.components.find(({ id }) => id === componentId)
  const grades = component?.staffGrades ?? []
  const places = stores.filter(({ id }) => !component?.storeIds || component.storeIds.includes(id))
  const book = useCommand(api.passHoldCreate, {
    changes: passChanges,
    onSuccess: () => {
      notice.done(t('passes.bookings.added'))
      onClose()
    },
  })
  const isWhole = memberId && part && startsAt && places.some(({ id }) => id === storeId)
  return (
    <CommandForm
      command={book}
      onSubmit={() =>
        isWhole &&
        book.mutate({
          ...{ passId, componentId, memberId, storeId, startsAt },
          ...(grade !== null && grades.includes(grade) ? { staffGrade: grade } : {}),
        })
      }
    >
      <Form.Item label={t('passes.bookings.member')}>
        <MemberPicker
          value={memberId}
          aria-label={t('passes.bookings.member')}
          onChange={(id) => {
            setMember(id)
            setPart(null)
          }}
        />
      </Form.Item>
      <RefusalText error={passes.error} />
      {memberId && passes.data && <Parts passes={passes.data.items} value={part} onChange={setPart} />}
      {grades.length > 0 && (
        <Form.Item label={t('passes.till.staffGrade')}>
          <Select
            value={grade}
            aria-label={t('passes.till.staffGrade')}
            options={grades.map((each) => ({ value: each, label: each }))}
            onChange={setGrade}
          />
        </Form.Item>
      )}
      {stores.length > 1 && (
        <Form.Item label={t('passes.bookings.store')}>
          <Select
            value={storeId}
            aria-label={t('passes.bookings.store')}
            options={places.map(({ id, name }) => ({ value: id, label: name }))}
            onChange={setStore}
          />
        </Form.Item>
      )}
      <Form.Item label={t('passes.bookings.when')}>
        <MomentInput label={t('passes.bookings.when')} value={startsAt} onChange={setStartsAt} />
      </Form.Item>
      {chosen &&
        bookingWords(chosen.terms, language() === 'zh' ? 'zh' : 'en').map((words) => (
          <p key={words} className="rg-drawer-text">
            {words}
          </p>
        ))}
      <SubmitButton block disabled={!isWhole}>
        {t('passes.bookings.add')}
      </SubmitButton>
    </CommandForm>
  )
}

type PartsProps = { passes: readonly PassRow[]; value: string | null; onChange: (part: string) => void }

/** Every part of the member's passes of which something is left. */
function Parts({ passes, value, onChange }: PartsProps) {
  const options = passes.filter(isLive).flatMap((pass) =>
    pass.components
      .filter(({ leftUnits }) => leftUnits === null || leftUnits > 0)
      .map((component) => ({
        value: `${pass.id}/${component.componentId}`,
        label: `${component.name} · ${leftWords(component, false)} · ${pass.name}`,
      })),
  )
  if (options.length === 0) return <p className="rg-drawer-text">{t('passes.memberNone.live')}</p>
  return (
    <Form.Item label={t('passes.bookings.what')}>
      <Select value={value} aria-label={t('passes.bookings.what')} options={options} onChange={onChange} />
    </Form.Item>
  )
}
