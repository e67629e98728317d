import { PlusOutlined } from '@ant-design/icons'
import { useSuspenseQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { api, query, useCommand, type ResponseOf } from '@staff/api'
import { DangerButton, CommandForm, EmptyState, Facts, InstantText, Page, Section, StatusTag } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { queryClient } from '#app/query-client.ts'
import { useMay } from '#app/session.ts'
import { DrawDrawer } from './draw-drawer.tsx'
import { RewardTabs } from './reward-tabs.tsx'

type Draw = ResponseOf<typeof api.drawList>['items'][number]

const drawsQuery = () => query(api.drawList, {})

export async function loader() {
  await queryClient.ensureQueryData(drawsQuery())
  return null
}

/** Draws: prizes with their odds, what is left, the commitment, and the seed when one is over. */
export function DrawsPage() {
  const { items } = useSuspenseQuery(drawsQuery()).data
  const may = useMay()
  const [isOpen, setOpen] = useState(false)
  const add = may('rewards.manage') && (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setOpen(true)}>
      {t('rewards.draws.add')}
    </Button>
  )
  return (
    <Page title={t('rewards.title')} lead={t('rewards.draws.lead')} actions={items.length > 0 && add}>
      <RewardTabs />
      {items.length === 0 && (
        <div className="rg-card">
          <EmptyState title={t('rewards.draws.none')} action={add}>
            {t('rewards.draws.noneText')}
          </EmptyState>
        </div>
      )}
      {items.map((draw) => (
        <Section key={draw.id} title={draw.name}>
          <DrawFacts draw={draw} mayEdit={may('rewards.manage')} />
        </Section>
      ))}
      {isOpen && <DrawDrawer onClose={() => setOpen(false)} />}
    </Page>
  )
}

/** Millionths as a percentage with what decimals it needs. */
export function oddsText(ppm: number): string {
  return `${Number((ppm / 10_000).toFixed(4))}%`
}

function DrawFacts({ draw, mayEdit }: { draw: Draw; mayEdit: boolean }) {
  const close = useCommand(api.drawClose)
  return (
    <>
      <Facts
        rows={[
          [
            t('rewards.stateTitle'),
            <StatusTag key="state" tone={draw.isOn ? 'good' : 'plain'}>
              {t(draw.isOn ? 'rewards.draws.on' : 'rewards.draws.off')}
            </StatusTag>,
          ],
          [t('rewards.draws.cost'), t('rewards.mall.pointsOnly', { count: draw.costPoints })],
          [
            t('rewards.draws.time'),
            <span key="time">
              <InstantText at={draw.startsAt} /> – <InstantText at={draw.endsAt} />
            </span>,
          ],
          [t('rewards.draws.entries'), String(draw.entries)],
          [
            t('rewards.draws.prizes'),
            <ul key="prizes" className="rg-reward-odds">
              {draw.prizes.map(({ position, name, oddsPpm, unitsLeft, total }) => (
                <li key={position}>
                  {t('rewards.draws.prize', { name, odds: oddsText(oddsPpm), left: unitsLeft, total })}
                </li>
              ))}
            </ul>,
          ],
          [
            t('rewards.draws.commitment'),
            <span key="commitment" className="rg-reward-seed">
              {draw.commitment}
            </span>,
          ],
          ...(draw.seed
            ? [
                [
                  t('rewards.draws.seed'),
                  <span key="seed" className="rg-reward-seed">
                    {draw.seed}
                  </span>,
                ] as const,
              ]
            : []),
        ]}
      />
      {mayEdit && draw.isOn && (
        <CommandForm command={close} onSubmit={() => close.mutate({ drawId: draw.id })}>
          <DangerButton>{t('rewards.draws.close')}</DangerButton>
        </CommandForm>
      )}
    </>
  )
}
