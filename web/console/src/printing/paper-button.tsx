import { PrinterOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Alert, Button } from 'antd'
import { useEffect, useRef } from 'react'
import { api, query, useCommand, type ResponseOf } from '@staff/api'
import { RefusalText } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { useSession, useStore } from '#app/session.ts'
import { PaperState } from './paper-state.tsx'

type Printer = ResponseOf<typeof api.printerList>['items'][number]

type PaperButtonProps = {
  /** The command that puts the paper in the printer's line. */
  print: { isSuccess: boolean; isPending: boolean; error: unknown; data?: { jobId: string } | undefined }
  send: () => void
  /** Where two papers are offered side by side. */
  label?: string
  size?: 'large' | 'middle'
  /** What was booked this moment: a printer that prints every sale then needs no tap. */
  isFresh?: boolean
}

/** Sends a paper to the printer of this till, else the store's; nothing is shown where there is none. */
export function PaperButton({ print, send, label, size, isFresh = false }: PaperButtonProps) {
  const own = useOwnPrinter()
  const isAutomatic = isFresh && own?.printsEachSale === true
  const latest = useRef(send)
  latest.current = send
  const isSent = useRef(false)
  useEffect(() => {
    if (!isAutomatic || isSent.current) return
    isSent.current = true
    latest.current()
  }, [isAutomatic])

  if (!own) return null
  return (
    <>
      <Button {...(size && { size })} icon={<PrinterOutlined />} loading={print.isPending} onClick={send}>
        {label && !print.isSuccess
          ? label
          : t(print.isSuccess ? 'printing.printedOn' : 'printing.printOn', { name: own.name })}
      </Button>
      {print.data && <PaperState key={print.data.jobId} jobId={print.data.jobId} />}
      {print.error !== null && <Alert type="warning" showIcon title={<RefusalText error={print.error} />} />}
    </>
  )
}

function useOwnPrinter(): Printer | undefined {
  const { id: storeId } = useStore()
  const { device } = useSession()
  const printers = useQuery(query(api.printerList, { storeId })).data?.items ?? []
  return printers.find(({ deviceId }) => deviceId === device?.id) ?? printers.find(({ deviceId }) => !deviceId)
}

type Look = Pick<PaperButtonProps, 'size' | 'isFresh'>

export function TopUpPrintButton({ topUpId, ...look }: Look & { topUpId: string }) {
  const print = useCommand(api.topUpPrint, { changes: [api.printJobList] })
  return <PaperButton print={print} send={() => print.mutate({ topUpId })} {...look} />
}

/** The slip of goods that came back without a receipt. */
export function BareReturnPrintButton({ returnId, ...look }: Look & { returnId: string }) {
  const print = useCommand(api.bareReturnPrint, { changes: [api.printJobList] })
  return <PaperButton print={print} send={() => print.mutate({ returnId })} {...look} />
}

/** The paper of a gift card; within the hour after it was made the code stands on it. */
export function GiftCardPrintButton({ loadId, ...look }: Look & { loadId: string }) {
  const print = useCommand(api.giftCardLoadPrint, { changes: [api.printJobList] })
  return <PaperButton print={print} send={() => print.mutate({ loadId })} {...look} />
}

/** The report of a closed day. */
export function DayPrintButton({ dayCloseId }: { dayCloseId: string }) {
  const print = useCommand(api.dayClosePrint, { changes: [api.printJobList] })
  return <PaperButton print={print} send={() => print.mutate({ dayCloseId })} />
}

/** X while the shift is open, Z once it is closed. */
export function ShiftPrintButton({ shiftId, ...look }: Look & { shiftId: string }) {
  const print = useCommand(api.shiftPrint, { changes: [api.printJobList] })
  return <PaperButton print={print} send={() => print.mutate({ shiftId })} {...look} />
}
