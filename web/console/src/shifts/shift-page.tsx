import { PrinterOutlined } from '@ant-design/icons'
import { useSuspenseQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { useLoaderData, type LoaderFunctionArgs } from 'react-router'
import { api, hrefOf, query, useCommand } from '@staff/api'
import {
  CommandForm,
  ConfirmDrawer,
  DangerButton,
  DayText,
  Facts,
  InstantText,
  MoneyText,
  Page,
  ReasonField,
  Section,
} from '@staff/ui'
import { t } from '#app/i18n.ts'
import { idParam, paths } from '#app/paths.ts'
import { queryClient } from '#app/query-client.ts'
import { useMay, useSession } from '#app/session.ts'
import { PaperFileLink } from '#console/printing/paper-file-link.tsx'
import { ShiftPrintButton } from '#console/printing/paper-button.tsx'
import { FiguresView } from './figures-view.tsx'
import { MovementList } from './movement-list.tsx'
import { shiftChanges, type Shift } from './shift-data.ts'
import { ShiftState } from './shift-list-page.tsx'
import { VarianceTable } from './variance-table.tsx'
import './shifts.css'

const shiftQuery = (shiftId: string) => query(api.shiftGet, { shiftId })

export async function loader({ params }: LoaderFunctionArgs) {
  const shiftId = idParam(params, 'shiftId')
  await queryClient.ensureQueryData(shiftQuery(shiftId))
  return { shiftId }
}

/** One shift from float to Z report, fit for paper. */
export function ShiftPage() {
  const { shiftId } = useLoaderData<typeof loader>()
  const shift = useSuspenseQuery(shiftQuery(shiftId)).data
  const { merchant } = useSession()
  const may = useMay()
  const { report } = shift
  const title = report ? t('shifts.zReport', { number: report.number }) : t('shifts.shift')
  return (
    <Page
      title={title}
      badge={<ShiftState shift={shift} />}
      back={may('shift.report') ? paths.shifts() : paths.tillShift()}
      width="reading"
      actions={
        <>
          {!shift.closedAt && may('shift.rescue') && <Rescue shiftId={shiftId} />}
          <ShiftPrintButton shiftId={shiftId} />
          {may('shift.report') && <PaperFileLink href={hrefOf(api.shiftReportFile, { shiftId, format: 'pdf' })} />}
          <Button icon={<PrinterOutlined />} onClick={() => window.print()}>
            {t('shifts.print')}
          </Button>
        </>
      }
    >
      <Section title={`${merchant.name} · ${shift.storeName}`}>
        <Head shift={shift} />
      </Section>
      {report && (
        <Section title={t('shifts.figures.title')}>
          <FiguresView figures={report.figures} expectedCashCents={report.expectedCashCents} />
        </Section>
      )}
      <Counts shift={shift} />
      <Section title={t('shifts.movements')}>
        <MovementList movements={shift.movements} />
      </Section>
    </Page>
  )
}

function Head({ shift }: { shift: Shift }) {
  return (
    <Facts
      rows={[
        [t('shifts.device'), shift.deviceName],
        [t('shifts.cashier'), shift.cashierName],
        [t('shifts.businessDay'), <DayText key="day" day={shift.businessDay} />],
        [t('shifts.openedAt'), <InstantText key="from" at={shift.openedAt} />],
        [t('shifts.closedAt'), <InstantText key="until" at={shift.closedAt} />],
        [t('shifts.float'), <MoneyText key="float" cents={shift.openingCents} />],
        ...(shift.leftCents !== null
          ? [[t('shifts.result.left'), <MoneyText key="left" cents={shift.leftCents} />] as const]
          : []),
        ...(shift.handedTo ? [[t('shifts.result.receiver'), shift.handedToName] as const] : []),
        ...(shift.closedByName ? [[t('shifts.closedBy'), shift.closedByName] as const] : []),
        ...(shift.openingNote ? [[t('shifts.openingNote'), shift.openingNote] as const] : []),
        ...(shift.report?.note ? [[t('shifts.note'), shift.report.note] as const] : []),
      ]}
    />
  )
}

/** Every count, the last one first: a shift counted four times tells something. */
function Counts({ shift: { counts } }: { shift: Shift }) {
  return [...counts].reverse().map(({ id, countNo, at, authorName, tenders }) => (
    <Section
      key={id}
      title={t('shifts.count.number', { number: countNo })}
      actions={
        <small className="rg-faint">
          {authorName} <InstantText at={at} />
        </small>
      }
    >
      <VarianceTable tenders={tenders} />
    </Section>
  ))
}

/** For a till that is lost or dead: closed from here, without a count. */
function Rescue({ shiftId }: { shiftId: string }) {
  const [isOpen, setOpen] = useState(false)
  const rescue = useCommand(api.shiftRescue, { changes: shiftChanges, onSuccess: () => setOpen(false) })
  return (
    <>
      <Button danger onClick={() => setOpen(true)}>
        {t('shifts.rescue.title')}
      </Button>
      <ConfirmDrawer open={isOpen} title={t('shifts.rescue.title')} onClose={() => setOpen(false)}>
        <p className="rg-shift-lead">{t('shifts.rescue.lead')}</p>
        <CommandForm command={rescue} onSubmit={({ reason }: { reason: string }) => rescue.mutate({ shiftId, reason })}>
          <ReasonField name="reason" label={t('shifts.rescue.reason')} />
          <DangerButton block size="large">
            {t('shifts.rescue.submit')}
          </DangerButton>
        </CommandForm>
      </ConfirmDrawer>
    </>
  )
}
