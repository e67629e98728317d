import { UserAddOutlined } from '@ant-design/icons'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Input } from 'antd'
import { useState } from 'react'
import { ApiRefusal } from '@staff/api'
import { Avatar, formatPhone, ModalDialog } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { tillMemberLookup, tillMemberSearch } from '#console/offline/till-member-queries.ts'
import { sentenceFor } from '#console/ui/refusal-text.tsx'

type MemberDialogProps = {
  open: boolean
  onClose: () => void
  onAttach: (memberId: string) => void
  onEnrol: () => void
}

/** Finds a member by anything: a scanned code, card, phone or its tail, name, pinyin or initials. */
export function MemberDialog({ open, onClose, onAttach, onEnrol }: MemberDialogProps) {
  return (
    <ModalDialog
      open={open}
      onCancel={onClose}
      footer={null}
      title={t('till.findMember')}
      width={520}
      focusable={{ focusTriggerAfterClose: false }} // what opens next has it: the enrolment, else the till's input
      destroyOnHidden
    >
      <Finder onAttach={onAttach} onEnrol={onEnrol} />
    </ModalDialog>
  )
}

function Finder({ onAttach, onEnrol }: Pick<MemberDialogProps, 'onAttach' | 'onEnrol'>) {
  const [typed, setTyped] = useState('')
  const [trouble, setTrouble] = useState<string | null>(null)
  const client = useQueryClient()
  const words = typed.trim()
  const { data } = useQuery({
    ...tillMemberSearch(words, 8),
    enabled: words.length > 0,
    placeholderData: (before) => before,
    staleTime: 5_000,
  })
  const hits = words ? (data?.items ?? []) : []
  const confirm = async () => {
    if (!words) return
    try {
      const { memberId } = await client.fetchQuery({ ...tillMemberLookup(words), staleTime: 0 })
      onAttach(memberId)
    } catch (error) {
      if (hits.length === 1 && hits[0]) onAttach(hits[0].id)
      else if (error instanceof ApiRefusal && error.code === 'member_not_found' && hits.length > 0) setTrouble(null)
      else setTrouble(sentenceFor(error))
    }
  }
  return (
    <div className="rg-till-finder">
      <Input
        size="large"
        autoFocus
        autoComplete="off"
        aria-label={t('till.memberSearch')}
        placeholder={t('till.memberSearch')}
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value)
          setTrouble(null)
        }}
        onPressEnter={() => void confirm()}
      />
      {trouble && (
        <p className="rg-refusal" role="alert">
          {trouble}
        </p>
      )}
      <ul>
        {hits.map(({ id, name, number, phone }) => (
          <li key={id}>
            <button type="button" onClick={() => onAttach(id)}>
              <Avatar name={name} seed={id} size={36} />
              <strong>{name}</strong>
              <span>{number}</span>
              <span className="rg-faint">{phone ? formatPhone(phone) : ''}</span>
            </button>
          </li>
        ))}
      </ul>
      <Button block icon={<UserAddOutlined />} onClick={onEnrol}>
        {t('till.enrol')}
      </Button>
    </div>
  )
}
