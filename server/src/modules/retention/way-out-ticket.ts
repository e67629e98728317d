import { keyedHash, sameBytes } from '#platform/secrets.ts'

/** How long somebody may read and decide after the code was right. */
export const ticketSeconds = 30 * 60

export const ticketKeyPurpose = 'retention.way_out'

type Ticket = { memberId: string; phoneCodeId: string; endsAt: Date }

const textOf = ({ memberId, phoneCodeId, endsAt }: Ticket) => `${memberId}.${phoneCodeId}.${endsAt.getTime()}`

/** What stands for a right code while the way out is open: nothing is kept of it, and it opens nothing else. */
export function wayOutTicket(key: Buffer, ticket: Ticket): string {
  const text = textOf(ticket)
  return `${text}.${keyedHash(key, text).toString('base64url')}`
}

/** Whom a ticket is for. Null for one that was not made here or has run out. */
export function openWayOutTicket(key: Buffer, token: string, at: Date): Ticket | null {
  const [memberId = '', phoneCodeId = '', ends = '', mac = ''] = token.split('.')
  const ticket = { memberId, phoneCodeId, endsAt: new Date(Number(ends)) }
  if (!/^\d{1,15}$/.test(ends) || !sameBytes(Buffer.from(mac, 'base64url'), keyedHash(key, textOf(ticket)))) return null
  return ticket.endsAt > at ? ticket : null
}
