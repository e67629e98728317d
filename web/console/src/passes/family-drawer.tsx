import { Button, Form } from 'antd'
import { useState } from 'react'
import { api, useCommand } from '@staff/api'
import { ConfirmDrawer, RefusalText, useNotice } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { MemberPicker } from '#console/members/member-picker.tsx'
import { passChanges, type PassDetails } from './pass-words.ts'

type FamilyDrawerProps = { open: boolean; pass: PassDetails; onClose: () => void }

/** Who may use a pass beside its holder. */
export function FamilyDrawer({ open, pass, onClose }: FamilyDrawerProps) {
  return (
    <ConfirmDrawer open={open} title={t('passes.family.open')} onClose={onClose}>
      <FamilyForm pass={pass} onClose={onClose} />
    </ConfirmDrawer>
  )
}

function FamilyForm({ pass, onClose }: Omit<FamilyDrawerProps, 'open'>) {
  const notice = useNotice()
  const most = pass.terms.family?.maxPeople ?? 0
  const known = new Map(pass.family.map((person) => [person.memberId, person.name]))
  const [people, setPeople] = useState<(string | null)[]>(() => [...known.keys(), null].slice(0, most))
  const save = useCommand(api.passFamilySet, {
    changes: passChanges,
    onSuccess: () => {
      notice.done(t('passes.family.done'))
      onClose()
    },
  })
  const set = (place: number, memberId: string | null) => {
    const next = people.map((each, index) => (index === place ? memberId : each))
    setPeople(next.includes(null) || next.length >= most ? next : [...next, null])
  }
  return (
    <Form layout="vertical">
      <p>{t('passes.family.text', { count: most })}</p>
      {people.map((memberId, index) => (
        <Form.Item key={index} label={t('passes.family.person', { number: index + 1 })}>
          <MemberPicker
            value={memberId}
            exceptId={pass.memberId}
            {...(memberId && known.has(memberId) ? { known: { id: memberId, name: known.get(memberId)! } } : {})}
            aria-label={t('passes.family.person', { number: index + 1 })}
            onChange={(next) => set(index, next)}
          />
        </Form.Item>
      ))}
      <Button
        type="primary"
        block
        loading={save.isPending}
        onClick={() => save.mutate({ passId: pass.id, memberIds: people.filter((id) => id !== null) })}
      >
        {t('passes.family.save')}
      </Button>
      <RefusalText error={save.error} />
    </Form>
  )
}
