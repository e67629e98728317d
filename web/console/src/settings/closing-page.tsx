import { useQuery } from '@tanstack/react-query'
import { Button, Form, Input } from 'antd'
import { useState } from 'react'
import { Link, useLoaderData, type LoaderFunctionArgs } from 'react-router'
import { api, query, useCommand, type ResponseOf } from '@staff/api'
import {
  CommandForm,
  ConfirmDrawer,
  DangerButton,
  DataList,
  DayText,
  EmptyState,
  Facts,
  formatDay,
  MoneyText,
  Page,
  ReasonField,
  RefusalText,
  Section,
  StatCard,
  StatusTag,
  SwitchField,
  type ListColumn,
  useNotice,
} from '@staff/ui'
import { packOf } from '#modules/law-packs/pack-rules.ts'
import { language, t } from '#app/i18n.ts'
import { idParam, paths } from '#app/paths.ts'
import { queryClient } from '#app/query-client.ts'
import { CloseDrawer } from './close-drawer.tsx'
import './settings.css'

type Closing = ResponseOf<typeof api.storeClosingGet>
type Owed = ResponseOf<typeof api.storeClosingOwedList>['items'][number]

export async function loader({ params }: LoaderFunctionArgs) {
  const storeId = idParam(params, 'storeId')
  const { items } = await queryClient.ensureQueryData(query(api.storeList, {}))
  const store = items.find(({ id }) => id === storeId)
  if (!store) throw new Response(null, { status: 404 })
  return { storeId, name: store.name }
}

/** Closing one store: what the law asks, who is owed what, the announcement, and the end. */
export function ClosingPage() {
  const { storeId, name } = useLoaderData<typeof loader>()
  const closing = useQuery({ ...query(api.storeClosingGet, { storeId }), retry: false })
  const { data, error } = closing
  return (
    <Page
      title={t('settings.closing.title', { name })}
      lead={t('settings.closing.lead')}
      back={paths.store({ storeId })}
      badge={data?.notice && <StatusTag tone="warn">{t('settings.closing.announced')}</StatusTag>}
    >
      <RefusalText error={error} />
      {data && (
        <>
          <Sums owed={data.owed} />
          <Steps {...{ storeId, name, data }} />
          <OwedList storeId={storeId} noticeId={data.notice?.id ?? null} />
        </>
      )}
    </Page>
  )
}

function Sums({ owed }: Pick<Closing, 'owed'>) {
  const { members, topUps, principalCents, passes, passCents, giftCards, giftCardCents, openClaims } = owed
  return (
    <div className="rg-stats">
      <StatCard label={t('settings.closing.members')} value={String(members)} />
      <StatCard
        label={t('settings.closing.principal')}
        value={<MoneyText cents={principalCents} />}
        hint={t('settings.closing.topUps', { count: topUps })}
      />
      <StatCard
        label={t('settings.closing.passes')}
        value={<MoneyText cents={passCents} />}
        hint={t('settings.closing.passCount', { count: passes })}
      />
      <StatCard
        label={t('settings.closing.giftCards')}
        value={<MoneyText cents={giftCardCents} />}
        hint={t('settings.closing.giftCardCount', { count: giftCards })}
      />
      <StatCard label={t('settings.closing.openClaims')} value={String(openClaims)} />
    </div>
  )
}

type StepsProps = { storeId: string; name: string; data: Closing }

/** What the law asks for, and the next step: announce, take back, close. */
function Steps({ storeId, name, data }: StepsProps) {
  const { notice, noticeDays, repaidWithinDays, lawPacks, earliestDay, owed } = data
  const [asking, setAsking] = useState<'announce' | 'close' | null>(null)
  const notify = useNotice()
  const withdraw = useCommand(api.storeClosingWithdraw, {
    changes: [api.storeClosingGet, api.storeClosingOwedList],
    onSuccess: () => notify.done(t('settings.closing.withdrawn')),
  })
  const isOwed = owed.members + owed.giftCards > 0
  const law = lawPacks.map((id) => (language() === 'zh' ? packOf(id).name.zh : packOf(id).name.en)).join(' · ')
  return (
    <Section
      title={t('settings.closing.how')}
      actions={
        <>
          {notice && (
            <Button loading={withdraw.isPending} onClick={() => withdraw.mutate({ storeId })}>
              {t('settings.closing.withdraw')}
            </Button>
          )}
          {isOwed && !notice && (
            <Button type="primary" onClick={() => setAsking('announce')}>
              {t('settings.closing.announce')}
            </Button>
          )}
          {(notice || !isOwed) && (
            <Button danger onClick={() => setAsking('close')}>
              {t('settings.store.close')}
            </Button>
          )}
        </>
      }
    >
      <Facts
        rows={[
          [t('settings.closing.law'), law],
          [
            t('settings.closing.notice'),
            noticeDays > 0
              ? t('settings.closing.noticeDays', { count: noticeDays })
              : t('settings.closing.noticeBefore'),
          ],
          [
            t('settings.closing.repaid'),
            repaidWithinDays === null
              ? t('settings.closing.repaidAtOnce')
              : t('settings.closing.repaidDays', { count: repaidWithinDays }),
          ],
          ...(notice
            ? ([
                [t('settings.closing.lastDay'), <DayText key="last" day={notice.lastDay} />],
                [t('settings.closing.announcedOn'), <DayText key="on" day={notice.announcedDay} />],
                [t('settings.closing.reason'), notice.reason],
                ...(notice.isBusinessEnd
                  ? [[t('settings.closing.scope'), t('settings.closing.businessEnd')] as const]
                  : []),
              ] as const)
            : ([[t('settings.closing.earliest'), <DayText key="earliest" day={earliestDay} />]] as const)),
        ]}
      />
      <p className="rg-faint rg-closing-hint">
        {t(notice ? 'settings.closing.afterHint' : isOwed ? 'settings.closing.hint' : 'settings.closing.freeHint')}
      </p>
      <RefusalText error={withdraw.error} />
      <AnnounceDrawer {...{ storeId, name, data }} isOpen={asking === 'announce'} onClose={() => setAsking(null)} />
      <CloseDrawer {...{ storeId, name }} isOpen={asking === 'close'} onClose={() => setAsking(null)} />
    </Section>
  )
}

type Fields = { lastDay: string; reason: string; isBusinessEnd?: boolean }

function AnnounceDrawer({
  storeId,
  name,
  data,
  isOpen,
  onClose,
}: StepsProps & { isOpen: boolean; onClose: () => void }) {
  const notify = useNotice()
  const announce = useCommand(api.storeClosingAnnounce, {
    changes: [api.storeClosingGet, api.storeClosingOwedList],
    onSuccess: ({ told }) => {
      onClose()
      notify.done(t('settings.closing.toldMembers', { count: told }))
    },
  })
  return (
    <ConfirmDrawer open={isOpen} title={t('settings.closing.announce')} onClose={onClose}>
      <CommandForm
        command={announce}
        initial={{ lastDay: data.earliestDay, isBusinessEnd: false }}
        onSubmit={({ isBusinessEnd = false, ...fields }: Fields) =>
          announce.mutate({ storeId, isBusinessEnd, ...fields })
        }
      >
        <p className="rg-drawer-text">{t('settings.closing.announceText', { name, count: data.owed.members })}</p>
        <Form.Item
          name="lastDay"
          label={t('settings.closing.lastDay')}
          extra={t('settings.closing.earliestHint', { day: formatDay(data.earliestDay) })}
          rules={[{ required: true }]}
        >
          <Input type="date" min={data.earliestDay} autoFocus />
        </Form.Item>
        <ReasonField name="reason" label={t('settings.closing.reason')} />
        <SwitchField
          name="isBusinessEnd"
          label={t('settings.closing.businessEnd')}
          hint={t('settings.closing.businessEndHint')}
        />
        <DangerButton>{t('settings.closing.announce')}</DangerButton>
      </CommandForm>
    </ConfirmDrawer>
  )
}

/** Who is owed what: with who asked for it, and by when it has to be paid. */
function OwedList({ storeId, noticeId }: { storeId: string; noticeId: string | null }) {
  const claim = useCommand(api.storeClosingClaim, { changes: [api.storeClosingGet, api.storeClosingOwedList] })
  return (
    <Section title={t('settings.closing.owed')}>
      <RefusalText error={claim.error} />
      <DataList
        id="store-closing"
        label={t('settings.closing.owed')}
        source={({ cursor, limit }) =>
          query(api.storeClosingOwedList, { storeId, ...(cursor && { cursor }), ...(limit && { limit }) })
        }
        columns={columns(noticeId === null ? null : (subjectId) => claim.mutate({ noticeId, subjectId }))}
        filters={[]}
        empty={<EmptyState title={t('settings.closing.nothing')}>{t('settings.closing.nothingText')}</EmptyState>}
      />
    </Section>
  )
}

function columns(onClaim: ((subjectId: string) => void) | null): ListColumn<Owed>[] {
  return [
    {
      key: 'member',
      title: t('settings.closing.member'),
      render: ({ memberId, memberName }) => <Link to={paths.member({ memberId })}>{memberName || '–'}</Link>,
    },
    {
      key: 'what',
      title: t('settings.closing.what'),
      render: ({ kind, subjectId, name }) => (
        <Link to={kind === 'top_up' ? paths.topUp({ topUpId: subjectId }) : paths.pass({ passId: subjectId })}>
          {kind === 'top_up' ? t('settings.closing.topUp', { number: name }) : name}
        </Link>
      ),
    },
    { key: 'sold', title: t('settings.closing.sold'), render: ({ soldDay }) => <DayText day={soldDay} /> },
    {
      key: 'cents',
      title: t('settings.closing.left'),
      align: 'right',
      render: ({ cents }) => <MoneyText cents={cents} strong />,
    },
    {
      key: 'due',
      title: t('settings.closing.claim'),
      render: ({ claimedAt, dueDay, subjectId }) =>
        claimedAt ? (
          <StatusTag tone="warn">
            {dueDay ? t('settings.closing.due', { day: formatDay(dueDay) }) : t('settings.closing.asked')}
          </StatusTag>
        ) : onClaim ? (
          <Button size="small" onClick={() => onClaim(subjectId)}>
            {t('settings.closing.noteClaim')}
          </Button>
        ) : (
          '–'
        ),
    },
  ]
}
