import { tenderName } from './tender-words.ts'

type PaidBy = { kind: string; method: string | null }

/** How a sale was paid, one small tag per tender. */
export function TenderTags({ tenders }: { tenders: readonly PaidBy[] }) {
  return (
    <span className="rg-tenders">
      {tenders.map((tender, index) => (
        <span key={index} className={`rg-tender rg-tender-${tender.kind}`}>
          {tenderName(tender)}
        </span>
      ))}
    </span>
  )
}
