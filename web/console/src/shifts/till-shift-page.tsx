import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { Link, type LoaderFunctionArgs } from 'react-router'
import { api, query } from '@staff/api'
import { DayText, EmptyState, Facts, InstantText, MoneyText, Page, RefusalText, Section } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { paths } from '#app/paths.ts'
import { queryClient } from '#app/query-client.ts'
import { requireSession, storeForLoader, useMay, useStore } from '#app/session.ts'
import { useLineState } from '#console/offline/line-state.ts'
import { ShiftPrintButton } from '#console/printing/paper-button.tsx'
import { BeforeClose } from './before-close.tsx'
import { CountSheet } from './count-sheet.tsx'
import { DrawerActions } from './drawer-actions.tsx'
import { FiguresView } from './figures-view.tsx'
import { MovementList } from './movement-list.tsx'
import { OpenShift } from './open-shift.tsx'
import { TakeOver } from './take-over.tsx'
import { tillShiftQuery } from './shift-data.ts'
import './shifts.css'

export async function loader({ request }: LoaderFunctionArgs) {
  const { id: storeId } = storeForLoader(await requireSession(request))
  if (storeId !== '') await queryClient.ensureQueryData(tillShiftQuery(storeId))
  return null
}

/** The drawer of this till: opened, moved, counted, closed or handed on. */
export function TillShiftPage() {
  const { id: storeId } = useStore()
  const { till, shift, handedOver, leftCents, currency } = useSuspenseQuery(tillShiftQuery(storeId)).data
  return (
    <div className="rg-shift-frame">
      <Page title={t('shifts.till.title')} back={paths.till()} width="reading" {...(till && { lead: till.name })}>
        {!till ? (
          <NoTill />
        ) : shift ? (
          <>
            <BeforeClose storeId={storeId} deviceId={till.deviceId} />
            <Running key={shift.id} shiftId={shift.id} currency={currency} />
          </>
        ) : handedOver ? (
          <TakeOver storeId={storeId} handedOver={handedOver} />
        ) : (
          <OpenShift storeId={storeId} currency={currency} leftCents={leftCents} />
        )}
      </Page>
    </div>
  )
}

function NoTill() {
  const may = useMay()
  return (
    <div className="rg-card">
      <EmptyState
        title={t('shifts.till.none')}
        action={
          may('devices.manage') && (
            <Link to={paths.devices()}>
              <Button type="primary" tabIndex={-1}>
                {t('shifts.till.bind')}
              </Button>
            </Link>
          )
        }
      >
        {t('shifts.till.noneText')}
      </EmptyState>
    </div>
  )
}

function Running({ shiftId, currency }: { shiftId: string; currency: string }) {
  const { data: shift, error } = useQuery(query(api.shiftGet, { shiftId }))
  const isOffline = useLineState().offlineSince !== null
  const [isCounting, setCounting] = useState(false)
  if (!shift) return isOffline ? null : <RefusalText error={error} /> // without a line all is said above
  if (isCounting) return <CountSheet shift={shift} currency={currency} onBack={() => setCounting(false)} />
  return (
    <>
      <Section title={t('shifts.till.running')}>
        <Facts
          rows={[
            [t('shifts.cashier'), shift.cashierName],
            [t('shifts.businessDay'), <DayText key="day" day={shift.businessDay} />],
            [t('shifts.openedAt'), <InstantText key="at" at={shift.openedAt} />],
            [t('shifts.float'), <MoneyText key="float" cents={shift.openingCents} />],
          ]}
        />
        <DrawerActions shiftId={shiftId} onCount={() => setCounting(true)} />
      </Section>
      <XReport shiftId={shiftId} />
      <Section title={t('shifts.movements')}>
        <MovementList movements={shift.movements} />
      </Section>
    </>
  )
}

/** What the shift amounts to so far; who counts blind reads only that they do. */
function XReport({ shiftId }: { shiftId: string }) {
  const report = useQuery({ ...query(api.shiftReportGet, { shiftId }), retry: false, staleTime: 0 })
  if (report.isError) return <p className="rg-shift-blind">{t('shifts.blind')}</p>
  if (!report.data) return null
  const { figures, expectedCashCents, at } = report.data
  return (
    <Section
      title={t('shifts.xReport')}
      actions={
        <>
          <InstantText at={at} />
          <ShiftPrintButton shiftId={shiftId} />
        </>
      }
    >
      <FiguresView figures={figures} expectedCashCents={expectedCashCents} />
    </Section>
  )
}
