import { accountIn } from '#modules/ledger/ledger-rules.ts'
import { readLedger } from '#modules/ledger/post-ledger.ts'
import { print, type PrintTaken } from '#modules/printing/print.ts'
import { readSlipHead } from '#modules/printing/slip-head.ts'
import { storeFacts } from '#modules/shops/store-facts.ts'
import type { Work } from '#platform/work.ts'
import { isRefusal, Refused } from '#shared/refusal.ts'
import { readCard } from './card-queries.ts'
import { giftCardSlip } from './card-slip-rules.ts'
import { codesOf, notePaper, printSubject } from './codes.ts'
import { giftCardAccount } from './hold-cards.ts'
import { readLoad } from './money-queries.ts'

/**
 * Puts the paper of a load in the line of a printer: with the code and its QR within the hour after the card was made, with the
 * last four characters later. A paper that waits for its printer for an hour is called back (`giftCardCodeSweep`).
 */
export async function printLoad(
  work: Work,
  { loadId, jobId, printerId }: { loadId: string; jobId: string; printerId?: string | undefined },
): Promise<PrintTaken> {
  const load = await readLoad(work, loadId)
  const card = load && (await readCard(work, load.cardId))
  if (!card) throw new Refused('gift_card_load_not_found')
  const account = giftCardAccount(card.id)
  const [head, codes, ledger, stores] = await Promise.all([
    readSlipHead(work, load),
    codesOf(work, { cardId: card.id }),
    readLedger(work, [account]),
    storeFacts(work, [...(card.storeIds ?? [])]),
  ])
  const printed = {
    ...{ at: load.at, amountCents: load.amountCents, changeCents: load.changeCents, tenders: load.tenders },
    ...{ code: isRefusal(codes) ? null : codes[0]!, codeTail: card.codeTail },
    balanceCents: accountIn(ledger, account).balanceUnits,
    storeNames: card.storeIds?.map((id) => stores.get(id)?.name ?? '') ?? null,
  }
  if (printed.code !== null) await notePaper(work)
  return print(work, {
    ...{ jobId, printerId, storeId: load.storeId, subject: { kind: printSubject, id: loadId } },
    compose: ({ isCopy }) => giftCardSlip(printed, { ...head, isCopy }),
  })
}
