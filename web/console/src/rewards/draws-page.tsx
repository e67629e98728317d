import { PlusOutlined } from '@ant-design/icons'
import { useSuspenseQuery } from '@tanstack/react-query'
import { Button, Popconfirm } from 'antd'
import { useState } from 'react'
import { api, query, useCommand, type ResponseOf } from '@staff/api'
import { EmptyState, Facts, InstantText, Page, RefusalText, Section, StatusTag } from '@staff/ui'
import { wholeOdds } from '#modules/rewards/draw-rules.ts'
import { language, t } from '#app/i18n.ts'
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

/** The odds as they are published: with those of winning nothing they come to a whole. */
function Prizes({ draw: { prizes } }: { draw: Draw }) {
  const none = wholeOdds - prizes.reduce((sum, { oddsPpm }) => sum + oddsPpm, 0)
  return (
    <div className="rg-table-scroll">
      <table className="rg-table rg-reward-odds" aria-label={t('rewards.draws.prizes')}>
        <thead>
          <tr>
            <th scope="col">{t('rewards.draws.prizes')}</th>
            <th scope="col" className="rg-right">
              {t('rewards.draws.odds')}
            </th>
            <th scope="col" className="rg-right">
              {t('rewards.draws.won')}
            </th>
            <th scope="col" className="rg-right">
              {t('rewards.draws.left')}
            </th>
          </tr>
        </thead>
        <tbody>
          {prizes.map(({ position, name, oddsPpm, unitsLeft, total }) => (
            <tr key={position}>
              <td>{name}</td>
              <td className="rg-right">{oddsText(oddsPpm)}</td>
              <td className="rg-right">{(total - unitsLeft).toLocaleString(language())}</td>
              <td className="rg-right">
                {t('rewards.draws.leftOf', {
                  left: unitsLeft.toLocaleString(language()),
                  total: total.toLocaleString(language()),
                })}
              </td>
            </tr>
          ))}
          {none > 0 && (
            <tr>
              <td className="rg-faint">{t('rewards.draws.nothing')}</td>
              <td className="rg-right">{oddsText(none)}</td>
              <td className="rg-right">–</td>
              <td className="rg-right">–</td>
            </tr>
          )}
        </tbody>
      </table>
    </div>
  )
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
          [t('rewards.draws.entries'), draw.entries.toLocaleString(language())],
        ]}
      />
      <Prizes draw={draw} />
      <dl className="rg-reward-proof">
        <dt>{t('rewards.draws.commitment')}</dt>
        <dd className="rg-reward-seed">{draw.commitment}</dd>
        {draw.seed && (
          <>
            <dt>{t('rewards.draws.seed')}</dt>
            <dd className="rg-reward-seed">{draw.seed}</dd>
          </>
        )}
      </dl>
      {mayEdit && draw.isOn && (
        <>
          <RefusalText error={close.error} />
          <Popconfirm
            title={t('rewards.draws.closeTitle', { name: draw.name })}
            description={t('rewards.draws.closeText')}
            okText={t('rewards.draws.close')}
            okButtonProps={{ danger: true }}
            cancelText={t('rewards.draws.keep')}
            onConfirm={() => close.mutate({ drawId: draw.id })}
          >
            <Button danger loading={close.isPending}>
              {t('rewards.draws.close')}
            </Button>
          </Popconfirm>
        </>
      )}
    </>
  )
}
