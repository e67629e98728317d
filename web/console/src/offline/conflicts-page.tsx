import { CheckCircleOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import { api, query, useCommand } from '@staff/api'
import {
  CommandForm,
  ConfirmDrawer,
  DataList,
  EmptyState,
  formatMoney,
  InstantText,
  Page,
  SelectField,
  StatusTag,
  SubmitButton,
  TextField,
  useNotice,
  type ListColumn,
} from '@staff/ui'
import { t } from '#app/i18n.ts'
import { paths } from '#app/paths.ts'
import { useMay } from '#app/session.ts'
import { conflictText, conflictTitle, resolutionTitle, type Conflict } from './conflict-words.ts'
import './offline.css'

/** What did not fit when tills handed in their sales: each with what happened, what is proposed, and one button. */
export function ConflictsPage() {
  const [settling, setSettling] = useState<Conflict | null>(null)
  return (
    <Page title={t('offline.title')} lead={t('offline.lead')}>
      <DataList
        id="sale-conflicts"
        label={t('offline.title')}
        source={({ state, cursor, limit }) =>
          query(api.saleConflictList, {
            ...(state === 'settled' ? {} : { state: 'open' as const }),
            ...(cursor && { cursor }),
            ...(limit && { limit }),
          })
        }
        columns={columnsOf(setSettling)}
        filters={[
          {
            name: 'state',
            kind: 'choice',
            label: t('offline.state'),
            options: [{ value: 'settled', label: t('offline.all') }],
          },
        ]}
        empty={<EmptyState title={t('offline.none')}>{t('offline.noneText')}</EmptyState>}
      />
      <SettleDrawer conflict={settling} onClose={() => setSettling(null)} />
    </Page>
  )
}

function columnsOf(onSettle: (conflict: Conflict) => void): ListColumn<Conflict>[] {
  return [
    {
      key: 'kind',
      title: t('offline.what'),
      render: (conflict) => (
        <div>
          <strong>{conflictTitle(conflict.kind)}</strong>
          <div className="rg-offline-proposal">{conflictText(conflict)}</div>
        </div>
      ),
    },
    {
      key: 'sale',
      title: t('offline.sale'),
      render: ({ saleId, receiptNumber }) =>
        receiptNumber ? (
          <Link to={paths.sale({ saleId })} className="rg-number rg-tabular">
            {receiptNumber}
          </Link>
        ) : (
          t('offline.notBooked')
        ),
    },
    {
      key: 'member',
      title: t('offline.member'),
      render: ({ memberId, memberName }) => <MemberLink {...{ memberId, memberName }} />,
    },
    { key: 'at', title: t('offline.at'), render: ({ at }) => <InstantText at={at} relative /> },
    {
      key: 'proposal',
      title: t('offline.proposal'),
      render: ({ proposal, contactedAt }) => (
        <>
          {resolutionTitle(proposal)} {contactedAt && <StatusTag>{t('offline.contacted')}</StatusTag>}
        </>
      ),
    },
    {
      key: 'act',
      title: '',
      align: 'right',
      render: (conflict) =>
        conflict.resolvedAt ? (
          <StatusTag tone="good">{resolutionTitle(conflict.resolution ?? '')}</StatusTag>
        ) : (
          <Button size="small" icon={<CheckCircleOutlined />} onClick={() => onSettle(conflict)}>
            {t('offline.settle')}
          </Button>
        ),
    },
  ]
}

function MemberLink({ memberId, memberName }: Pick<Conflict, 'memberId' | 'memberName'>) {
  const may = useMay()
  if (!memberId) return <>–</>
  return may('members.read') ? (
    <Link to={paths.member({ memberId })}>{memberName ?? '–'}</Link>
  ) : (
    <>{memberName ?? '–'}</>
  )
}

/** What the member has now of the value that was missing, for whoever decides whether it can be taken; null: not for this reader. */
function useHeld(conflict: Conflict | null): string | null {
  const may = useMay()
  const memberId = conflict?.resolutions.includes('charge_member') && may('ledger.read') ? conflict.memberId : null
  const answer = useQuery({
    ...query(api.memberAccountsGet, { memberId: memberId ?? '' }),
    enabled: memberId !== null,
    staleTime: 0,
  })
  if (!conflict || !answer.data) return null
  const unitsOf = (...assets: string[]) =>
    answer.data.items.reduce((sum, { asset, availableUnits }) => sum + (assets.includes(asset) ? availableUnits : 0), 0)
  return conflict.kind === 'points_short'
    ? t('cashier.short.points', { count: unitsOf('points') })
    : formatMoney(unitsOf('stored_principal', 'stored_bonus'))
}

type Settlement = { choice: string; note?: string }

function SettleDrawer({ conflict, onClose }: { conflict: Conflict | null; onClose: () => void }) {
  const notice = useNotice()
  const done = () => {
    onClose()
    notice.done(t('offline.settled'))
  }
  const settle = useCommand(api.saleConflictSettle, { onSuccess: done })
  const contact = useCommand(api.saleConflictContact, { onSuccess: done })
  const held = useHeld(conflict)
  return (
    <ConfirmDrawer open={conflict !== null} title={conflict ? conflictTitle(conflict.kind) : ''} onClose={onClose}>
      {conflict && (
        <CommandForm
          command={settle}
          initial={{ choice: conflict.proposal }}
          onSubmit={({ choice, note }: Settlement) =>
            choice === 'contact'
              ? contact.mutate({ conflictId: conflict.id, note: note || t('offline.contacted') })
              : settle.mutate({
                  conflictId: conflict.id,
                  resolution: choice as Conflict['resolutions'][number],
                  ...(note ? { note } : {}),
                })
          }
        >
          <p className="rg-drawer-text">{conflictText(conflict)}</p>
          <SelectField
            name="choice"
            label={t('offline.decision')}
            {...(conflict.resolutions.includes('charge_member') && {
              hint: held ? t('offline.chargeHeld', { held }) : t('offline.chargeHint'),
            })}
            options={[...conflict.resolutions, 'contact'].map((value) => ({ value, label: resolutionTitle(value) }))}
          />
          <TextField name="note" label={t('offline.note')} maxLength={200} isOptional />
          <SubmitButton>{t('offline.settle')}</SubmitButton>
        </CommandForm>
      )}
    </ConfirmDrawer>
  )
}
