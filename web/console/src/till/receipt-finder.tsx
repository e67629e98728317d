import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Input } from 'antd'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { api, query, type ResponseOf } from '@staff/api'
import { formatInstant, formatMoney, RefusalText, StatusTag } from '@staff/ui'
import { TenderTags } from '#console/cashier/tender-tags.tsx'
import { t } from '#app/i18n.ts'
import { readReceipt, type ReceiptKey } from './scan-rules.ts'
import { taskClock } from './task-clock.ts'

type Row = ResponseOf<typeof api.saleList>['items'][number]

type ReceiptFinderProps = {
  storeId: string
  /** What was scanned already; else empty. */
  start: string
  onFound: (saleId: string) => void
}

/** Finds the sale of a receipt: by the code on it, its number or the end of that, an item; the last ones need no search. */
export function ReceiptFinder({ storeId, start, onFound }: ReceiptFinderProps) {
  const [typed, setTyped] = useState(start)
  const [trouble, setTrouble] = useState<unknown>(null)
  const [isMissing, setMissing] = useState(false)
  const findKey = useFindReceipt()
  const words = typed.trim()
  const isKey = readReceipt(words) !== null
  const sales = useQuery({
    // Somebody may bring back what another store sold; without a word it is what this one sold last.
    ...query(api.saleList, words && !isKey ? { text: words, limit: 6 } : { storeId, limit: 6 }),
    staleTime: 0,
    placeholderData: (before) => before,
  })
  const rows = sales.data?.items ?? []
  const confirm = async (text: string) => {
    const key = readReceipt(text)
    if (!key) {
      if (rows.length === 1 && rows[0] && words && !sales.isPlaceholderData) onFound(rows[0].id)
      return
    }
    setTrouble(null)
    try {
      const saleId = await findKey(key)
      if (saleId) return onFound(saleId)
      taskClock.error()
      setMissing(true)
    } catch (error) {
      setTrouble(error)
    }
  }
  const isStarted = useRef(false)
  const begin = useEffectEvent(() => void (start && confirm(start)))
  useEffect(() => {
    if (isStarted.current) return
    isStarted.current = true
    begin()
  }, [])
  return (
    <div className="rg-till-finder rg-till-receipts">
      <Input
        size="large"
        autoFocus
        autoComplete="off"
        aria-label={t('till.return.find')}
        placeholder={t('till.return.find')}
        value={typed}
        onChange={({ target }) => {
          setTyped(target.value)
          setMissing(false)
          setTrouble(null)
        }}
        onPressEnter={(event) => {
          event.currentTarget.select() // a second scan takes the place of the first
          void confirm(words)
        }}
      />
      {isMissing && (
        <p className="rg-refusal" role="alert">
          {t('till.return.notFound')}
        </p>
      )}
      <RefusalText error={trouble ?? sales.error} />
      {!isKey && words === '' && <h3>{t('till.return.last')}</h3>}
      <ul>
        {rows.map((row) => (
          <li key={row.id}>
            <ReceiptRow row={row} onChoose={() => onFound(row.id)} />
          </li>
        ))}
      </ul>
      {words !== '' && !isKey && rows.length === 0 && !sales.isFetching && (
        <p className="rg-faint">{t('till.return.noneFits')}</p>
      )}
    </div>
  )
}

function ReceiptRow({ row, onChoose }: { row: Row; onChoose: () => void }) {
  const { receiptNumber, happenedAt, firstLine, lineCount, memberName, netCents, refundedCents, tenders } = row
  const isGone = refundedCents > 0 && refundedCents >= netCents
  const items = lineCount > 1 ? `${firstLine ?? ''} ${t('cashier.list.more', { count: lineCount })}` : firstLine
  return (
    <button type="button" disabled={isGone} onClick={onChoose}>
      <span className="rg-till-receipt-what">
        <strong className="rg-number">{receiptNumber}</strong>
        <small>{[formatInstant(happenedAt), memberName ?? t('cashier.list.walkIn')].join(' · ')}</small>
        <span>{items}</span>
      </span>
      <span className="rg-till-receipt-money">
        <strong className="rg-money">{formatMoney(netCents)}</strong>
        {refundedCents > 0 ? (
          <StatusTag tone="warn">{t(isGone ? 'cashier.refundedAll' : 'cashier.refundedPart')}</StatusTag>
        ) : (
          <TenderTags tenders={tenders} />
        )}
      </span>
    </button>
  )
}

/** The sale of a receipt by its whole number or its link; null where this shop has none. */
function useFindReceipt(): (key: ReceiptKey) => Promise<string | null> {
  const client = useQueryClient()
  const ofNumber = async (number: string) => {
    const { items } = await client.fetchQuery({ ...query(api.saleList, { receipt: number, limit: 2 }), staleTime: 0 })
    return items.find(({ receiptNumber }) => receiptNumber === number)?.id ?? null
  }
  return async (key) => {
    if ('number' in key) return ofNumber(key.number)
    const { receiptNumber } = await client.fetchQuery({ ...query(api.receiptGet, { token: key.token }), staleTime: 0 })
    const saleId = await ofNumber(receiptNumber)
    if (saleId === null) return null
    // Another shop's receipt may bear the same number.
    const sale = await client.fetchQuery({ ...query(api.saleGet, { saleId }), staleTime: 0 })
    return sale.receiptToken === key.token ? saleId : null
  }
}
