import { PlusOutlined } from '@ant-design/icons'
import { useSuspenseQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { api, query, useCommand } from '@staff/api'
import {
  CommandForm,
  ConfirmDrawer,
  DangerButton,
  EmptyState,
  Facts,
  Page,
  StatusTag,
  type ListColumn,
  type Tone,
  useNotice,
} from '@staff/ui'
import { t } from '#app/i18n.ts'
import { queryClient } from '#app/query-client.ts'
import { useMay } from '#app/session.ts'
import { RowsTable } from '#console/settings/rows-table.tsx'
import { RewardTabs } from './reward-tabs.tsx'
import { SpecialDrawer } from './special-drawer.tsx'
import { daysWords, mostWords, type SpecialRow, termsWords, usedPart, usedWords } from './special-words.ts'

const specialsQuery = () => query(api.rewardSpecialList, {})

export async function loader() {
  await queryClient.ensureQueryData(specialsQuery())
  return null
}

const tones: Record<SpecialRow['state'], Tone> = { on: 'good', coming: 'info', over: 'plain' }

/** Rescues of points about to end, redemption days, a better worth: what each gives, to whom, and what it has cost. */
export function SpecialsPage() {
  const { items } = useSuspenseQuery(specialsQuery()).data
  const may = useMay()
  const [isNew, setNew] = useState(false)
  const [shown, setShown] = useState<SpecialRow | null>(null)
  const add = may('rewards.manage') && (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setNew(true)}>
      {t('rewards.specials.add')}
    </Button>
  )
  return (
    <Page title={t('rewards.title')} lead={t('rewards.specials.lead')} actions={items.length > 0 && add}>
      <RewardTabs />
      {items.length === 0 ? (
        <div className="rg-card">
          <EmptyState title={t('rewards.specials.none')} action={add}>
            {t('rewards.specials.noneText')}
          </EmptyState>
        </div>
      ) : (
        <RowsTable label={t('rewards.specials.title')} rows={items} columns={columns(setShown)} />
      )}
      {isNew && <SpecialDrawer onClose={() => setNew(false)} />}
      <ShownSpecial key={shown?.id} special={shown} mayStop={may('rewards.manage')} onClose={() => setShown(null)} />
    </Page>
  )
}

function columns(onShow: (special: SpecialRow) => void): ListColumn<SpecialRow>[] {
  return [
    {
      key: 'name',
      title: t('rewards.mall.name'),
      render: ({ name, kind }) => (
        <span className="rg-special-name">
          {name}
          <small>{t(`rewards.specials.kind.${kind}`)}</small>
        </span>
      ),
    },
    { key: 'days', title: t('rewards.specials.days'), render: daysWords },
    { key: 'gives', title: t('rewards.specials.gives.title'), render: termsWords },
    {
      key: 'used',
      title: t('rewards.specials.used'),
      align: 'right',
      render: (special) => (
        <span className="rg-special-name">
          {usedPart(special)}
          {special.budgetPoints !== null && (
            <small>{t('rewards.specials.budgetOf', { count: special.budgetPoints })}</small>
          )}
        </span>
      ),
    },
    {
      key: 'state',
      title: t('rewards.stateTitle'),
      render: ({ state, isToday }) => (
        <StatusTag tone={tones[state]}>
          {t(isToday ? 'rewards.specials.today' : `rewards.specials.state.${state}`)}
        </StatusTag>
      ),
    },
    {
      key: 'actions',
      title: '',
      align: 'right',
      render: (special) => (
        <Button size="small" onClick={() => onShow(special)}>
          {t('rewards.specials.show')}
        </Button>
      ),
    },
  ]
}

type ShownProps = { special: SpecialRow | null; mayStop: boolean; onClose: () => void }

/** One special whole: what it gives, what it has cost and may cost still, and an end to it. */
function ShownSpecial({ special, mayStop, onClose }: ShownProps) {
  const notice = useNotice()
  const stop = useCommand(api.rewardSpecialStop, {
    changes: [api.rewardSpecialList],
    onSuccess: () => (onClose(), notice.done(t('rewards.specials.stopped'))),
  })
  const outlook = special?.outlook
  return (
    <ConfirmDrawer open={special !== null} title={special?.name ?? ''} onClose={onClose}>
      {special && (
        <Facts
          rows={[
            [t('rewards.mall.kind'), t(`rewards.specials.kind.${special.kind}`)],
            [t('rewards.specials.days'), daysWords(special)],
            [t('rewards.specials.gives.title'), termsWords(special)],
            [t('rewards.specials.uses'), String(special.uses)],
            [t('rewards.specials.used'), usedWords(special)],
            ...(outlook
              ? ([
                  [
                    t('rewards.specials.audience'),
                    t('rewards.specials.audienceText', { count: outlook.members, points: outlook.points }),
                  ],
                  [t('rewards.specials.most'), mostWords(outlook)],
                ] as [string, string][])
              : []),
          ]}
        />
      )}
      {special && mayStop && special.state !== 'over' && (
        <CommandForm command={stop} onSubmit={() => stop.mutate({ specialId: special.id })}>
          <p className="rg-drawer-text">{t('rewards.specials.stopText')}</p>
          <DangerButton>{t('rewards.specials.stop')}</DangerButton>
        </CommandForm>
      )}
    </ConfirmDrawer>
  )
}
