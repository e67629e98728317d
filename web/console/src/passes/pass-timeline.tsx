import { Button, Input, Popconfirm } from 'antd'
import { useState } from 'react'
import { api, ApiRefusal, useCommand } from '@staff/api'
import { ApprovalDialog, EmptyState, formatDay, formatMoney, RefusalText, Timeline, type TimelineItem } from '@staff/ui'
import { t, type SentenceKey } from '#app/i18n.ts'
import { useMay, useStore } from '#app/session.ts'
import { useStoreNames } from '#console/members/use-store-names.ts'
import { passChanges, type PassDetails } from './pass-words.ts'

type Use = PassDetails['uses'][number]
type Change = PassDetails['changes'][number]

/** Visits and changes in one line of time, newest first; a visit can be taken back here. */
export function PassTimeline({ pass }: { pass: PassDetails }) {
  const stores = useStoreNames()
  const { timeZone } = useStore()
  const partOf = new Map(pass.components.map(({ componentId, name }) => [componentId, name]))
  const items = [
    ...pass.uses.map((use) => ({ at: use.at, item: visitItem(use, partOf, stores.get(use.storeId) ?? '') })),
    ...pass.changes.map((change) => ({ at: change.at, item: changeItem(change) })),
  ].sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0))
  if (items.length === 0)
    return <EmptyState title={t('passes.timeline.none')}>{t('passes.timeline.noneText')}</EmptyState>
  return <Timeline timeZone={timeZone} items={items.map(({ item }) => item)} />
}

function visitItem(use: Use, partOf: ReadonlyMap<string, string>, store: string): TimelineItem {
  const { useId, componentId, units, at, shown, memberName, actorName, undoneAt, undoneReason, valueCents } = use
  const part = partOf.get(componentId) ?? ''
  return {
    id: useId,
    at,
    title: undoneAt ? (
      <del>{t('passes.timeline.used', { part, units })}</del>
    ) : (
      t('passes.timeline.used', { part, units })
    ),
    tone: undoneAt ? 'plain' : 'good',
    figure: valueCents > 0 ? formatMoney(valueCents) : undefined,
    detail: (
      <>
        <small className="rg-faint">
          {[memberName, store, t(`passes.shown.${shown}`), actorName].filter(Boolean).join(' · ')}
        </small>
        {undoneAt ? (
          <small className="rg-faint">{t('passes.undo.was', { reason: undoneReason ?? '' })}</small>
        ) : (
          <UndoButton useId={useId} />
        )}
      </>
    ),
  }
}

/** Takes a visit back: with the right to, or a manager's yes for this very visit. */
export function UndoButton({ useId, onUndone }: { useId: string; onUndone?: () => void }) {
  const may = useMay()
  const [reason, setReason] = useState('')
  const undo = useCommand(api.passUseUndo, { changes: passChanges, onSuccess: () => onUndone?.() })
  const isAsking = undo.error instanceof ApiRefusal && undo.error.code === 'pass_undo_approval_needed'
  if (!may('passes.use')) return null
  const send = (approvalId?: string) =>
    undo.mutate({
      passUseId: useId,
      reason: reason.trim() || t('passes.undo.usual'),
      ...(approvalId ? { approvalId } : {}),
    })
  return (
    <>
      <Popconfirm
        title={t('passes.undo.title')}
        description={
          <Input
            value={reason}
            maxLength={200}
            aria-label={t('passes.undo.reason')}
            placeholder={t('passes.undo.usual')}
            onChange={(event) => setReason(event.target.value)}
          />
        }
        okText={t('passes.undo.open')}
        cancelText={t('passes.undo.keep')}
        onConfirm={() => send()}
      >
        <Button size="small" type="link" loading={undo.isPending}>
          {t('passes.undo.open')}
        </Button>
      </Popconfirm>
      {isAsking && (
        <ApprovalDialog
          onClose={() => undo.reset()}
          permission="passes.undo"
          subject={{ kind: 'pass_use', id: useId }}
          onApproved={(approvalId) => send(approvalId)}
        >
          {t('passes.undo.approve')}
        </ApprovalDialog>
      )}
      {!isAsking && <RefusalText error={undo.error} />}
    </>
  )
}

const tones = { ended: 'bad', cancel_asked: 'warn', auto_failed: 'bad', frozen: 'warn', sold: 'primary' } as const

function changeItem({ changeId, kind, at, actorName, facts }: Change): TimelineItem {
  const words = wordsOf(facts)
  return {
    id: changeId,
    at,
    title: t(`passes.timeline.${kind}` as SentenceKey, words as Record<string, string>),
    tone: tones[kind as keyof typeof tones] ?? 'info',
    detail: (
      <small className="rg-faint">
        {[typeof facts['reason'] === 'string' ? facts['reason'] : null, actorName].filter(Boolean).join(' · ')}
      </small>
    ),
  }
}

/** Facts as sentences take them: amounts and days in words. */
function wordsOf(facts: Change['facts']): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(facts).map(([name, value]) => {
      if (typeof value === 'number' && name.endsWith('Cents')) return [name, formatMoney(value)]
      if (typeof value === 'string' && name.endsWith('Day')) return [name, formatDay(value)]
      if (name.endsWith('Day') && value === null) return [name, t('passes.until.never')]
      return [name, value]
    }),
  )
}
