import { DownOutlined, EditOutlined, WalletOutlined } from '@ant-design/icons'
import { Button, Dropdown, Form } from 'antd'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { api, hrefOf, useCommand } from '@staff/api'
import { CommandForm, ConfirmDrawer, DangerButton, ReasonField, SubmitButton, TextField, useNotice } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { paths } from '#app/paths.ts'
import { useMay } from '#app/session.ts'
import { TopUpDialog } from '#console/till/top-up-dialog.tsx'
import { EditMemberDrawer } from './edit-member-drawer.tsx'
import { EraseDrawer } from './erase-drawer.tsx'
import { MemberPicker } from './member-picker.tsx'
import type { Member } from './member-words.ts'

type Act = 'edit' | 'topUp' | 'block' | 'household' | 'leave' | 'erase' | null

/** What can be done with a member: editing at hand, the rare and the grave in the menu. */
export function MemberActions({ member }: { member: Member }) {
  const may = useMay()
  const navigate = useNavigate()
  const [act, setAct] = useState<Act>(null)
  const notice = useNotice()
  const unblock = useCommand(api.memberBlockDelete, { onSuccess: () => notice.done(t('members.block.undone')) })
  const close = () => setAct(null)
  const memberId = member.id
  const download = (format: 'json' | 'html') => window.location.assign(hrefOf(api.memberExport, { memberId, format }))

  const items = [
    ...(may('members.edit')
      ? [
          member.householdId
            ? { key: 'leave', label: t('members.household.leave'), onClick: () => setAct('leave') }
            : { key: 'household', label: t('members.household.join'), onClick: () => setAct('household') },
        ]
      : []),
    ...(may('members.merge')
      ? [
          {
            key: 'merge',
            label: t('members.merge.action'),
            onClick: () => void navigate(paths.memberMerge({ survivor: memberId })),
          },
        ]
      : []),
    ...(may('members.export')
      ? [
          { key: 'html', label: t('members.export.page'), onClick: () => download('html') },
          { key: 'json', label: t('members.export.json'), onClick: () => download('json') },
        ]
      : []),
    ...(may('members.edit')
      ? [
          { type: 'divider' as const, key: 'line' },
          member.status === 'blocked'
            ? { key: 'unblock', label: t('members.block.undo'), onClick: () => unblock.mutate({ memberId }) }
            : { key: 'block', label: t('members.block.action'), danger: true, onClick: () => setAct('block') },
        ]
      : []),
    ...(may('members.erase')
      ? [{ key: 'erase', label: t('members.erase.action'), danger: true, onClick: () => setAct('erase') }]
      : []),
  ]

  return (
    <>
      {may('topup.sell') && member.status === 'active' && (
        <Button type="primary" icon={<WalletOutlined />} onClick={() => setAct('topUp')}>
          {t('top-ups.sell.open')}
        </Button>
      )}
      {may('members.edit') && (
        <Button icon={<EditOutlined />} onClick={() => setAct('edit')}>
          {t('members.edit.action')}
        </Button>
      )}
      {items.length > 0 && (
        <Dropdown menu={{ items }} trigger={['click']} placement="bottomRight">
          <Button icon={<DownOutlined />} iconPlacement="end">
            {t('members.more')}
          </Button>
        </Dropdown>
      )}
      <EditMemberDrawer member={member} open={act === 'edit'} onClose={close} />
      <TopUpDialog memberId={memberId} open={act === 'topUp'} onClose={close} />
      <EraseDrawer member={member} open={act === 'erase'} onClose={close} />
      <ConfirmDrawer open={act === 'block'} title={t('members.block.action')} onClose={close}>
        <BlockForm memberId={memberId} onDone={close} />
      </ConfirmDrawer>
      <ConfirmDrawer open={act === 'leave'} title={t('members.household.leave')} onClose={close}>
        <LeaveForm memberId={memberId} onDone={close} />
      </ConfirmDrawer>
      <ConfirmDrawer open={act === 'household'} title={t('members.household.join')} onClose={close}>
        <HouseholdForm member={member} onDone={close} />
      </ConfirmDrawer>
    </>
  )
}

function BlockForm({ memberId, onDone }: { memberId: string; onDone: () => void }) {
  const block = useCommand(api.memberBlockCreate, { onSuccess: onDone })
  return (
    <CommandForm command={block} onSubmit={({ reason }: { reason: string }) => block.mutate({ memberId, reason })}>
      <p className="rg-drawer-lead">{t('members.block.text')}</p>
      <ReasonField name="reason" label={t('members.block.reason')} autoFocus />
      <DangerButton block>{t('members.block.action')}</DangerButton>
    </CommandForm>
  )
}

function LeaveForm({ memberId, onDone }: { memberId: string; onDone: () => void }) {
  const leave = useCommand(api.memberHouseholdLeave, { onSuccess: onDone })
  return (
    <CommandForm command={leave} onSubmit={() => leave.mutate({ memberId })}>
      <p className="rg-drawer-lead">{t('members.household.leaveText')}</p>
      <DangerButton block>{t('members.household.leave')}</DangerButton>
    </CommandForm>
  )
}

function HouseholdForm({ member, onDone }: { member: Member; onDone: () => void }) {
  const join = useCommand(api.memberHouseholdJoin, { onSuccess: onDone })
  return (
    <CommandForm
      command={join}
      initial={{ name: t('members.household.nameOf', { name: [...member.name][0] ?? '' }) }}
      onSubmit={(values: { withMemberId: string; name: string }) => join.mutate({ memberId: member.id, ...values })}
    >
      <p className="rg-drawer-lead">{t('members.household.text')}</p>
      <Form.Item
        name="withMemberId"
        label={t('members.household.with')}
        rules={[{ required: true, message: t('ui.field.required') }]}
      >
        <MemberPicker exceptId={member.id} />
      </Form.Item>
      <TextField name="name" label={t('members.household.name')} maxLength={60} />
      <SubmitButton block>{t('members.household.join')}</SubmitButton>
    </CommandForm>
  )
}
