import { Button } from 'antd'
import { useState } from 'react'
import { api, query, useCommand, type InputOf, type ResponseOf } from '@staff/api'
import {
  CommandForm,
  ConfirmDrawer,
  DataList,
  EmptyState,
  formatMoney,
  InstantText,
  Page,
  Section,
  StatusTag,
  SubmitButton,
  TextField,
  useNotice,
  type ListColumn,
  type Tone,
} from '@staff/ui'
import { type RedemptionState, redemptionStates } from '#modules/rewards/reward-rules.ts'
import { t } from '#app/i18n.ts'
import { paths } from '#app/paths.ts'
import { useMay, useStore } from '#app/session.ts'
import { RewardTabs } from './reward-tabs.tsx'

type Redemption = ResponseOf<typeof api.redemptionList>['items'][number]

const tones: Record<RedemptionState, Tone> = {
  reserved: 'info',
  to_send: 'warn',
  sent: 'good',
  done: 'good',
  cancelled: 'plain',
  expired: 'plain',
}

/** What members redeemed; handing over for a code, sending, taking back. */
export function RedemptionsPage() {
  const may = useMay()
  const [chosen, setChosen] = useState<Redemption | null>(null)
  return (
    <Page title={t('rewards.title')} lead={t('rewards.redemptions.lead')}>
      <RewardTabs />
      {may('rewards.hand_out') && <HandOut />}
      <DataList
        id="redemptions"
        label={t('rewards.redemptions.title')}
        source={(request) => query(api.redemptionList, listRequest(request))}
        columns={columns(may('rewards.hand_out') || may('rewards.manage') ? setChosen : null)}
        filters={[
          {
            ...{ name: 'state', kind: 'choice', label: t('rewards.stateTitle') },
            options: redemptionStates.map((value) => ({ value, label: t(`rewards.state.${value}`) })),
          },
        ]}
        rowHref={({ memberId }) => paths.member({ memberId })}
        empty={<EmptyState title={t('rewards.redemptions.none')}>{t('rewards.redemptions.noneText')}</EmptyState>}
      />
      <SettleDrawer key={chosen?.id} redemption={chosen} onClose={() => setChosen(null)} />
    </Page>
  )
}

/** A code scanned or typed at the counter. */
function HandOut() {
  const notice = useNotice()
  const { id: storeId } = useStore()
  const [turns, setTurns] = useState(0)
  const hand = useCommand(api.redemptionHandOut, {
    onSuccess: ({ quantity }) => (
      setTurns((before) => before + 1),
      notice.done(t('rewards.redemptions.handedOut', { count: quantity }))
    ),
  })
  return (
    <Section title={t('rewards.redemptions.handOut')}>
      <CommandForm<unknown, unknown, { code: string }>
        key={turns}
        command={hand as never}
        onSubmit={({ code }) => hand.mutate({ code, storeId })}
      >
        <TextField
          name="code"
          label={t('rewards.redemptions.code')}
          hint={t('rewards.redemptions.codeHint')}
          maxLength={40}
          autoFocus
        />
        <SubmitButton>{t('rewards.redemptions.handOut')}</SubmitButton>
      </CommandForm>
    </Section>
  )
}

/** States in which something can still be done. */
const settled: ReadonlySet<RedemptionState> = new Set(['reserved', 'to_send', 'sent'])

function listRequest(
  request: { state?: string; cursor?: string } & { limit?: number },
): InputOf<typeof api.redemptionList> {
  const state = redemptionStates.find((each) => each === request.state)
  return {
    ...(state && { state }),
    ...(request.cursor && { cursor: request.cursor }),
    ...(request.limit && { limit: request.limit }),
  }
}

function columns(onChoose: ((redemption: Redemption) => void) | null): ListColumn<Redemption>[] {
  return [
    { key: 'at', title: t('rewards.redemptions.at'), render: ({ at }) => <InstantText at={at} /> },
    { key: 'name', title: t('rewards.mall.name'), render: ({ name, quantity }) => `${name} × ${quantity}` },
    { key: 'member', title: t('rewards.redemptions.member'), render: ({ memberName }) => memberName ?? '–' },
    {
      key: 'paid',
      title: t('rewards.mall.price'),
      render: ({ points, cashCents, dueCents, isWon }) =>
        dueCents > 0
          ? t('rewards.redemptions.atTill', { count: points, cash: formatMoney(dueCents) })
          : isWon
            ? t('rewards.redemptions.won')
            : cashCents > 0
              ? t('rewards.mall.pointsAndCash', { count: points, cash: formatMoney(cashCents) })
              : t('rewards.mall.pointsOnly', { count: points }),
    },
    {
      key: 'state',
      title: t('rewards.stateTitle'),
      render: ({ state }) => <StatusTag tone={tones[state]}>{t(`rewards.state.${state}`)}</StatusTag>,
    },
    {
      key: 'until',
      title: t('rewards.redemptions.until'),
      render: ({ expiresAt, state }) => (state === 'reserved' && expiresAt ? <InstantText at={expiresAt} /> : ''),
    },
    {
      key: 'actions',
      title: '',
      align: 'right',
      render: (redemption) =>
        onChoose && settled.has(redemption.state) ? (
          <Button size="small" onClick={() => onChoose(redemption)}>
            {t('rewards.redemptions.settle')}
          </Button>
        ) : null,
    },
  ]
}

type SettleProps = { redemption: Redemption | null; onClose: () => void }

function SettleDrawer({ redemption, onClose }: SettleProps) {
  const notice = useNotice()
  const may = useMay()
  const done = { onSuccess: () => (onClose(), notice.done(t('rewards.saved'))) }
  const send = useCommand(api.redemptionSend, done)
  const { id: storeId } = useStore()
  const cancel = useCommand(api.redemptionCancel, done)
  return (
    <ConfirmDrawer open={redemption !== null} title={redemption?.name ?? ''} onClose={onClose}>
      {redemption?.state === 'to_send' && may('rewards.hand_out') && (
        <>
          <p className="rg-drawer-text">{redemption.address}</p>
          <CommandForm<unknown, unknown, { tracking: string }>
            command={send as never}
            onSubmit={({ tracking }) => send.mutate({ redemptionId: redemption.id, tracking, storeId })}
          >
            <TextField name="tracking" label={t('rewards.redemptions.tracking')} maxLength={60} />
            <SubmitButton>{t('rewards.redemptions.send')}</SubmitButton>
          </CommandForm>
        </>
      )}
      {redemption?.state === 'sent' && <Parcel redemption={redemption} onDone={done.onSuccess} />}
      {redemption && redemption.state !== 'sent' && may('rewards.manage') && (
        <CommandForm command={cancel} onSubmit={() => cancel.mutate({ redemptionId: redemption.id })}>
          <p className="rg-drawer-text">{t('rewards.redemptions.cancelText')}</p>
          <SubmitButton>{t('rewards.redemptions.cancel')}</SubmitButton>
        </CommandForm>
      )}
    </ConfirmDrawer>
  )
}

/** What is on its way: it has arrived, came back to this store's shelf, or is lost. */
function Parcel({ redemption, onDone }: { redemption: Redemption; onDone: () => void }) {
  const may = useMay()
  const { id: storeId } = useStore()
  const received = useCommand(api.redemptionReceived, { onSuccess: onDone })
  const back = useCommand(api.redemptionTakeBack, { onSuccess: onDone })
  const { id: redemptionId, tracking } = redemption
  return (
    <>
      <p className="rg-drawer-text">{t('rewards.redemptions.onItsWay', { tracking: tracking ?? '–' })}</p>
      {may('rewards.hand_out') && (
        <CommandForm command={received} onSubmit={() => received.mutate({ redemptionId })}>
          <SubmitButton>{t('rewards.redemptions.received')}</SubmitButton>
        </CommandForm>
      )}
      {may('rewards.manage') && (
        <CommandForm command={back} onSubmit={() => back.mutate({ redemptionId, storeId })}>
          <p className="rg-drawer-text">{t('rewards.redemptions.backText')}</p>
          <SubmitButton>{t('rewards.redemptions.back')}</SubmitButton>
          <Button type="link" disabled={back.isPending} onClick={() => back.mutate({ redemptionId, storeId: null })}>
            {t('rewards.redemptions.lost')}
          </Button>
        </CommandForm>
      )}
    </>
  )
}
