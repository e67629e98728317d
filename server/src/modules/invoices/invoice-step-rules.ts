/** The states of the one invoice that stands for a sale. */
export const standingStates = ['requested', 'issuing', 'issued', 'failed', 'red_letter_needed'] as const
/** `reversed`: taken back whole, so that another may take its place. */
export const invoiceStates = [...standingStates, 'reversed'] as const
export type StandingState = (typeof standingStates)[number]
export type InvoiceState = (typeof invoiceStates)[number]

export const fileKinds = ['pdf', 'ofd', 'xml'] as const
/** Where the vendor keeps the files of an invoice. */
export type InvoiceFiles = Partial<Record<(typeof fileKinds)[number], string>>

/**
 * What a vendor said about a request. `working`: it is at it. `absent`: it never heard of the number. `lost`: no answer that can
 * be believed; whether there is an invoice is not known then.
 */
export type VendorAnswer =
  | { kind: 'issued'; invoiceNumber: string; files: InvoiceFiles }
  | { kind: 'working' }
  | { kind: 'absent' }
  | { kind: 'refused'; reason: string }
  | { kind: 'lost'; reason: string }

export type InvoiceStep = { to: InvoiceState; reason: string | null; nextAt: Date | null }

/** A vendor has a minute at first; one that is down is not asked every minute for days. */
const waitsSeconds = [3, 5, 10, 20, 30, 60, 120, 300, 600, 1_800, 3_600]

function waitMs(askedCount: number): number {
  return waitsSeconds[Math.min(askedCount, waitsSeconds.length - 1)]! * 1_000
}

/**
 * The next step of an invoice after an answer; null for old news: only an invoice that is being issued can be issued or fail,
 * so a second answer changes nothing.
 *
 * `restCents` is what of the sale may be invoiced now: a refund that came in between makes a red letter due at once.
 */
export function stepAfter(
  invoice: { state: InvoiceState; askedCount: number; totalCents: number },
  answer: VendorAnswer,
  { at, restCents }: { at: Date; restCents: number },
): InvoiceStep | null {
  if (invoice.state !== 'issuing') return null
  switch (answer.kind) {
    case 'issued':
      return {
        to: redLetterCents({ ...invoice, redCents: 0 }, restCents) > 0 ? 'red_letter_needed' : 'issued',
        reason: null,
        nextAt: null,
      }
    case 'refused':
      return { to: 'failed', reason: answer.reason, nextAt: null }
    case 'working':
    case 'absent':
    case 'lost':
      return {
        to: 'issuing',
        reason: answer.kind === 'lost' ? answer.reason : null,
        nextAt: new Date(at.getTime() + waitMs(invoice.askedCount)),
      }
  }
}

/** What of an issued invoice no longer stands for a sale, less what red letters took back already. Never below zero. */
export function redLetterCents(invoice: { totalCents: number; redCents: number }, restCents: number): number {
  return Math.max(0, invoice.totalCents - invoice.redCents - restCents)
}

/** The number that the vendor knows an attempt by. A repeated one is the same invoice; an attempt that was refused is over. */
export function requestNumberOf(invoiceId: string, attempt: number): string {
  return `${invoiceId.replaceAll('-', '')}${String(attempt).padStart(2, '0')}`
}
