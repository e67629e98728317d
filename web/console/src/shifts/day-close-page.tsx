import { PrinterOutlined } from '@ant-design/icons'
import { useSuspenseQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useLoaderData, type LoaderFunctionArgs } from 'react-router'
import { api, hrefOf, query } from '@staff/api'
import { DayText, Facts, InstantText, MoneyText, Page, Section } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { idParam, paths } from '#app/paths.ts'
import { queryClient } from '#app/query-client.ts'
import { useSession } from '#app/session.ts'
import { DayPrintButton } from '#console/printing/paper-button.tsx'
import { PaperFileLink } from '#console/printing/paper-file-link.tsx'
import { DayShifts } from './day-shifts.tsx'
import { FiguresView } from './figures-view.tsx'
import './shifts.css'

const dayCloseQuery = (dayCloseId: string) => query(api.dayCloseGet, { dayCloseId })

export async function loader({ params }: LoaderFunctionArgs) {
  const dayCloseId = idParam(params, 'dayCloseId')
  await queryClient.ensureQueryData(dayCloseQuery(dayCloseId))
  return { dayCloseId }
}

/** A closed day, fit for paper. */
export function DayClosePage() {
  const { dayCloseId } = useLoaderData<typeof loader>()
  const day = useSuspenseQuery(dayCloseQuery(dayCloseId)).data
  const { merchant } = useSession()
  return (
    <Page
      title={t('shifts.day.report', { number: day.number })}
      back={paths.days()}
      width="reading"
      actions={
        <>
          <DayPrintButton dayCloseId={dayCloseId} />
          <PaperFileLink href={hrefOf(api.dayCloseReportFile, { dayCloseId, format: 'pdf' })} />
          <Button icon={<PrinterOutlined />} onClick={() => window.print()}>
            {t('shifts.print')}
          </Button>
        </>
      }
    >
      <Section title={`${merchant.name} · ${day.storeName}`}>
        <Facts
          rows={[
            [t('shifts.businessDay'), <DayText key="day" day={day.businessDay} />],
            [t('shifts.closedAt'), <InstantText key="at" at={day.at} />],
            [t('shifts.closedBy'), day.closedByName],
            ...(day.note ? [[t('shifts.note'), day.note] as const] : []),
          ]}
        />
      </Section>
      <Section title={t('shifts.figures.title')}>
        <FiguresView figures={day.figures} />
      </Section>
      <Section title={t('shifts.day.shifts')}>
        <DayShifts shifts={day.shifts} />
        {day.orphanFigures && (
          <p className="rg-shift-lead">
            {t('shifts.day.orphans', { count: day.orphanCount })} <MoneyText cents={day.orphanFigures.sales.netCents} />
          </p>
        )}
      </Section>
    </Page>
  )
}
