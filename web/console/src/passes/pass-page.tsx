import { useSuspenseQuery } from '@tanstack/react-query'
import { Button, Dropdown } from 'antd'
import { useState } from 'react'
import { Link, useLoaderData, type LoaderFunctionArgs } from 'react-router'
import { api, query, useCommand } from '@staff/api'
import { DayText, Facts, listText, MoneyText, Page, RefusalText, Section, StatusTag } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { idParam, paths } from '#app/paths.ts'
import { queryClient } from '#app/query-client.ts'
import { useMay } from '#app/session.ts'
import { CancelDrawer } from './cancel-drawer.tsx'
import { ChangeDrawer } from './change-drawer.tsx'
import { ContractText } from './contract-text.tsx'
import { ExtendDrawer } from './extend-drawer.tsx'
import { FamilyDrawer } from './family-drawer.tsx'
import { FreezeDrawer } from './freeze-drawer.tsx'
import { PassFace } from './pass-face.tsx'
import { PassTimeline } from './pass-timeline.tsx'
import { isLive, passChanges, stateWords, type PassDetails } from './pass-words.ts'
import './passes.css'
import { LeaveButton } from '#console/retention/leave-drawer.tsx'
import { RenewalSection } from './renewal-section.tsx'
import { TransferDrawer } from './transfer-drawer.tsx'

const passQuery = (passId: string) => query(api.passGet, { passId })

export async function loader({ params }: LoaderFunctionArgs) {
  const passId = idParam(params, 'passId')
  await queryClient.ensureQueryData(passQuery(passId))
  return { passId }
}

type Open = 'freeze' | 'extend' | 'transfer' | 'change' | 'cancel' | 'family' | null

/** One pass: what is left of it, what it is worth, everything that happened, and what may be done with it. */
export function PassPage() {
  const { passId } = useLoaderData<typeof loader>()
  const pass = useSuspenseQuery(passQuery(passId)).data
  const [open, setOpen] = useState<Open>(null)
  const close = () => setOpen(null)
  const { label, tone } = stateWords[pass.state]
  return (
    <Page
      title={pass.name}
      badge={<StatusTag tone={tone}>{t(label)}</StatusTag>}
      crumbs={[{ label: t('passes.sold'), path: paths.passes() }]}
      actions={
        <>
          <LeaveButton pass={pass} />
          <Actions pass={pass} onOpen={setOpen} />
        </>
      }
    >
      {pass.isCancelAsked && isLive(pass) && <TakeBack pass={pass} />}
      <div className="rg-pass-page">
        <div>
          <Section title={t('passes.left.title')}>
            <PassFace pass={pass} />
          </Section>
          <Section title={t('passes.facts')}>
            <PassFacts pass={pass} />
          </Section>
          <RenewalSection pass={pass} />
          <Section title={t('passes.contract')}>
            <ContractText
              plan={{ kind: 'mixed', name: pass.name, priceCents: pass.priceCents, terms: pass.terms }}
              policy={pass.refundPolicy}
            />
          </Section>
        </div>
        <Section title={t('passes.timeline.title')}>
          <PassTimeline pass={pass} />
        </Section>
      </div>
      <FreezeDrawer open={open === 'freeze'} pass={pass} onClose={close} />
      <ExtendDrawer open={open === 'extend'} pass={pass} onClose={close} />
      <TransferDrawer open={open === 'transfer'} pass={pass} onClose={close} />
      <ChangeDrawer open={open === 'change'} pass={pass} onClose={close} />
      <CancelDrawer open={open === 'cancel'} pass={pass} onClose={close} />
      <FamilyDrawer open={open === 'family'} pass={pass} onClose={close} />
    </Page>
  )
}

function Actions({ pass, onOpen }: { pass: PassDetails; onOpen: (open: Open) => void }) {
  const may = useMay()
  const restore = useCommand(api.passRestore, { changes: passChanges })
  if (!may('passes.change')) return null
  if (pass.endedAs === 'cancelled') {
    return (
      <>
        <Button loading={restore.isPending} onClick={() => restore.mutate({ passId: pass.id })}>
          {t('passes.restore')}
        </Button>
        <RefusalText error={restore.error} />
      </>
    )
  }
  if (!isLive(pass)) return null
  const more = [
    { key: 'extend', label: t('passes.extend.open') },
    { key: 'transfer', label: t('passes.transfer.open') },
    ...(pass.terms.family ? [{ key: 'family', label: t('passes.family.open') }] : []),
  ]
  return (
    <>
      <Button onClick={() => onOpen('freeze')}>{t('passes.freeze.open')}</Button>
      <Button onClick={() => onOpen('change')}>{t('passes.change.open')}</Button>
      <Dropdown menu={{ items: more, onClick: ({ key }) => onOpen(key as Open) }} trigger={['click']}>
        <Button>{t('passes.more')}</Button>
      </Dropdown>
      <Button danger onClick={() => onOpen('cancel')}>
        {t('passes.cancel.open')}
      </Button>
    </>
  )
}

function TakeBack({ pass }: { pass: PassDetails }) {
  const takeBack = useCommand(api.passCancelTakeBack, { changes: passChanges })
  return (
    <div className="rg-banner" role="note">
      {t('passes.cancelAskedText', { day: pass.endsDay ?? '' })}{' '}
      <Button size="small" loading={takeBack.isPending} onClick={() => takeBack.mutate({ passId: pass.id })}>
        {t('passes.takeBack')}
      </Button>
      <RefusalText error={takeBack.error} />
    </div>
  )
}

function PassFacts({ pass }: { pass: PassDetails }) {
  const { memberId, memberName, soldDay, startsDay, endsDay, paidCents, listCents, saleId, family, refundedCents } =
    pass
  return (
    <Facts
      rows={[
        [
          t('passes.holder'),
          <Link key="member" to={paths.member({ memberId })}>
            {memberName || '–'}
          </Link>,
        ],
        ...(family.length > 0 ? [[t('passes.family.title'), listText(family.map(({ name }) => name))] as const] : []),
        [t('passes.soldDay'), <DayText key="sold" day={soldDay} />],
        [t('passes.startsDay'), startsDay ? <DayText key="starts" day={startsDay} /> : t('passes.state.unstarted')],
        [t('passes.endsDay'), endsDay ? <DayText key="ends" day={endsDay} /> : t('passes.until.never')],
        [
          t('passes.paid'),
          <span key="paid">
            <MoneyText cents={paidCents} />
            {listCents !== paidCents && <small className="rg-faint"> / {t('passes.list')} </small>}
            {listCents !== paidCents && <MoneyText cents={listCents} />}
          </span>,
        ],
        ...(refundedCents > 0
          ? [[t('passes.refunded'), <MoneyText key="refunded" cents={refundedCents} />] as const]
          : []),
        ...(saleId
          ? [
              [
                t('passes.sale'),
                <Link key="sale" to={paths.sale({ saleId })}>
                  {t('passes.openSale')}
                </Link>,
              ] as const,
            ]
          : []),
      ]}
    />
  )
}
