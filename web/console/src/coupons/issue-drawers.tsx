import { CloseOutlined } from '@ant-design/icons'
import { useQueries } from '@tanstack/react-query'
import { Button, Segmented } from 'antd'
import { useState } from 'react'
import { api, query, useCommand } from '@staff/api'
import { ConfirmDrawer, RefusalText, useNotice } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { MemberPicker } from '#console/members/member-picker.tsx'
import { Whole } from '#console/promotions/number-inputs.tsx'
import '#console/promotions/promotions.css'
import { AudienceIssue } from './audience-issue.tsx'
import { Reason } from './issue-reason.tsx'
import { changedByIssuing } from './issuing-changes.ts'

type DrawerProps = { open: boolean; couponTemplateId: string; onClose: () => void }

/** Gives a coupon to members one has in mind, or to all of whom something is true. */
export function IssueDrawer({ open, couponTemplateId, onClose }: DrawerProps) {
  return (
    <ConfirmDrawer open={open} title={t('coupons.issues.give')} onClose={onClose}>
      <ToWhom couponTemplateId={couponTemplateId} onClose={onClose} />
    </ConfirmDrawer>
  )
}

function ToWhom(props: Omit<DrawerProps, 'open'>) {
  const [how, setHow] = useState<'one' | 'many'>('one')
  return (
    <div className="rg-terms">
      <Segmented
        block
        aria-label={t('audience.how')}
        options={[
          { value: 'one', label: t('audience.one') },
          { value: 'many', label: t('audience.many') },
        ]}
        value={how}
        onChange={setHow}
      />
      {how === 'one' ? <Issue {...props} /> : <AudienceIssue {...props} />}
    </div>
  )
}

function Issue({ couponTemplateId, onClose }: Omit<DrawerProps, 'open'>) {
  const notice = useNotice()
  const [memberIds, setMemberIds] = useState<string[]>([])
  const [reason, setReason] = useState('')
  const issue = useCommand(api.couponIssueCreate, {
    changes: changedByIssuing,
    onSuccess: ({ issued, skippedIds }) => {
      notice.done(
        skippedIds.length === 0
          ? t('coupons.issues.done', { count: issued })
          : t('coupons.issues.doneSome', { count: issued, skipped: skippedIds.length }),
      )
      onClose()
    },
  })
  const members = useQueries({
    queries: memberIds.map((memberId) => ({ ...query(api.memberGet, { memberId }), staleTime: 60_000 })),
  })
  return (
    <form
      className="rg-terms"
      onSubmit={(event) => {
        event.preventDefault()
        issue.mutate({ couponTemplateId, memberIds, reason: reason.trim() })
      }}
    >
      <div className="rg-terms-field">
        <span className="rg-terms-label">{t('coupons.issues.members')}</span>
        <MemberPicker
          value={null}
          aria-label={t('coupons.issues.members')}
          onChange={(id) => id && !memberIds.includes(id) && setMemberIds([...memberIds, id])}
        />
      </div>
      {memberIds.length > 0 && (
        <ul className="rg-terms-chips">
          {memberIds.map((id, index) => {
            const name = members[index]?.data?.name ?? '…'
            return (
              <li key={id}>
                {name}
                <Button
                  type="text"
                  size="small"
                  icon={<CloseOutlined />}
                  aria-label={t('promotions.scope.remove', { name })}
                  onClick={() => setMemberIds(memberIds.filter((each) => each !== id))}
                />
              </li>
            )
          })}
        </ul>
      )}
      <Reason reason={reason} onChange={setReason} />
      <Button type="primary" htmlType="submit" block loading={issue.isPending} disabled={memberIds.length === 0}>
        {t('coupons.issues.button', { count: memberIds.length })}
      </Button>
      <RefusalText error={issue.error} />
    </form>
  )
}

/** Makes codes for whoever shows them: on flyers, in parcels, with partners. */
export function CodesDrawer({ open, couponTemplateId, onClose }: DrawerProps) {
  return (
    <ConfirmDrawer open={open} title={t('coupons.codes.make')} onClose={onClose}>
      <Codes couponTemplateId={couponTemplateId} onClose={onClose} />
    </ConfirmDrawer>
  )
}

function Codes({ couponTemplateId, onClose }: Omit<DrawerProps, 'open'>) {
  const notice = useNotice()
  const [quantity, setQuantity] = useState(100)
  const [reason, setReason] = useState('')
  const make = useCommand(api.couponCodesCreate, {
    changes: [api.couponIssueList, api.couponTemplateList],
    onSuccess: ({ quantity: made }) => {
      notice.done(t('coupons.codes.done', { count: made }))
      onClose()
    },
  })
  return (
    <form
      className="rg-terms"
      onSubmit={(event) => {
        event.preventDefault()
        make.mutate({ couponTemplateId, quantity, reason: reason.trim() })
      }}
    >
      <Whole label={t('coupons.codes.quantity')} max={1_000_000} value={quantity} onChange={setQuantity} />
      <Reason reason={reason} onChange={setReason} />
      <p className="rg-faint">{t('coupons.codes.hint')}</p>
      <Button type="primary" htmlType="submit" block loading={make.isPending}>
        {t('coupons.codes.button', { count: quantity })}
      </Button>
      <RefusalText error={make.error} />
    </form>
  )
}
