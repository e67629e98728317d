import { useQuery } from '@tanstack/react-query'
import { Button, Popconfirm, Skeleton } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import { api, query, useCommand, type ResponseOf } from '@staff/api'
import {
  CommandForm,
  ConfirmDrawer,
  DangerButton,
  EmptyState,
  Facts,
  formatMoney,
  InstantText,
  listText,
  MoneyText,
  ReasonField,
  RefusalText,
  StatusTag,
  useNotice,
} from '@staff/ui'
import { t } from '#app/i18n.ts'
import { paths } from '#app/paths.ts'
import { useMay } from '#app/session.ts'
import { useStoreNames } from '#console/members/use-store-names.ts'
import { cardChanges, sourceWords, stateWords } from './gift-card-words.ts'
import { PayoutForm } from './payout-form.tsx'
import './gift-cards.css'

export type Card = ResponseOf<typeof api.giftCardGet>
type CardDrawerProps = { giftCardId: string | null; onClose: () => void }

/** One card beside the list: what is on it, where it is good, every movement, and what may be done with it. */
export function CardDrawer({ giftCardId, onClose }: CardDrawerProps) {
  return (
    <ConfirmDrawer open={giftCardId !== null} size="large" title={t('gift-cards.card')} onClose={onClose}>
      {giftCardId && <CardDetails key={giftCardId} giftCardId={giftCardId} />}
    </ConfirmDrawer>
  )
}

function CardDetails({ giftCardId }: { giftCardId: string }) {
  const { data: card, error } = useQuery(query(api.giftCardGet, { giftCardId }))
  const stores = useStoreNames()
  if (error) return <RefusalText error={error} />
  if (!card) return <Skeleton active />
  const { state, storeIds } = card
  return (
    <div className="rg-gift-details">
      <header className="rg-gift-head">
        <code className="rg-gift-tail">{`···· ${card.codeTail}`}</code>
        <StatusTag tone={stateWords[state].tone}>{t(stateWords[state].label)}</StatusTag>
        <strong>{formatMoney(card.balanceCents)}</strong>
      </header>
      <Facts
        rows={[
          [
            t('gift-cards.stores'),
            storeIds === null ? t('gift-cards.everyStore') : listText(storeIds.map((id) => stores.get(id) ?? '…')),
          ],
          [t('gift-cards.madeAt'), <InstantText key="made" at={card.madeAt} />],
          [t('gift-cards.soldAt'), card.activatedAt ? <InstantText key="sold" at={card.activatedAt} /> : null],
          ...(card.blockedReason === null ? [] : [[t('gift-cards.blockedReason'), card.blockedReason] as const]),
        ]}
      />
      <CardActions card={card} />
      <h3>{t('gift-cards.entries')}</h3>
      <Entries entries={card.entries} />
    </div>
  )
}

function Entries({ entries }: Pick<Card, 'entries'>) {
  const stores = useStoreNames()
  if (entries.length === 0)
    return <EmptyState title={t('gift-cards.noEntries')}>{t('gift-cards.noEntriesText')}</EmptyState>
  return (
    <ul className="rg-gift-entries">
      {entries.toReversed().map(({ at, sourceKind, sourceId, storeId, units, balanceAfterUnits }) => {
        const words = sourceWords[sourceKind]
        const title = words ? t(words) : sourceKind
        return (
          <li key={`${sourceKind}/${sourceId}`}>
            <div>
              {sourceKind === 'sale' ? (
                <Link to={paths.sale({ saleId: sourceId })}>{title}</Link>
              ) : (
                <span>{title}</span>
              )}
              <small>
                <InstantText at={at} />
                {stores.size > 1 && storeId && ` · ${stores.get(storeId) ?? ''}`}
              </small>
            </div>
            <div>
              <MoneyText cents={units} signed strong />
              <small>{t('gift-cards.balanceAfter', { amount: formatMoney(balanceAfterUnits) })}</small>
            </div>
          </li>
        )
      })}
    </ul>
  )
}

function CardActions({ card }: { card: Card }) {
  const may = useMay()
  const [open, setOpen] = useState<'block' | 'payout' | null>(null)
  const unblock = useCommand(api.giftCardUnblock, { changes: cardChanges })
  const canPayOut = may('giftcard.sell') && card.state === 'active' && card.balanceCents > 0
  const mayBlock = may('giftcard.manage')
  return (
    <>
      <div className="rg-gift-actions">
        {canPayOut && (
          <Button aria-expanded={open === 'payout'} onClick={() => setOpen(open === 'payout' ? null : 'payout')}>
            {t('gift-cards.payout.open')}
          </Button>
        )}
        {mayBlock && card.state !== 'blocked' && (
          <Button danger aria-expanded={open === 'block'} onClick={() => setOpen(open === 'block' ? null : 'block')}>
            {t('gift-cards.block.open')}
          </Button>
        )}
        {mayBlock && card.state === 'blocked' && (
          <Popconfirm
            title={t('gift-cards.unblock.title')}
            description={t('gift-cards.unblock.text')}
            okText={t('gift-cards.unblock.button')}
            cancelText={t('gift-cards.unblock.cancel')}
            onConfirm={() => unblock.mutate({ giftCardId: card.id })}
          >
            <Button loading={unblock.isPending}>{t('gift-cards.unblock.button')}</Button>
          </Popconfirm>
        )}
      </div>
      <RefusalText error={unblock.error} />
      {open === 'block' && card.state !== 'blocked' && <BlockForm giftCardId={card.id} onDone={() => setOpen(null)} />}
      {open === 'payout' && canPayOut && <PayoutForm card={card} onDone={() => setOpen(null)} />}
    </>
  )
}

function BlockForm({ giftCardId, onDone }: { giftCardId: string; onDone: () => void }) {
  const notice = useNotice()
  const block = useCommand(api.giftCardBlock, {
    changes: cardChanges,
    onSuccess: () => {
      notice.done(t('gift-cards.block.done'))
      onDone()
    },
  })
  return (
    <section className="rg-plan">
      <p>{t('gift-cards.block.text')}</p>
      <CommandForm command={block} onSubmit={({ reason }: { reason: string }) => block.mutate({ giftCardId, reason })}>
        <ReasonField name="reason" label={t('gift-cards.block.reason')} autoFocus />
        <DangerButton block>{t('gift-cards.block.button')}</DangerButton>
      </CommandForm>
    </section>
  )
}
