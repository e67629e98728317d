import { queryOptions } from '@tanstack/react-query'
import { api, ApiRefusal, ApiUnreachable, query, send, type ResponseOf } from '@staff/api'
import { splitMemberCode } from '#modules/members/member-code-rules.ts'
import { newId } from '#shared/ids.ts'
import { trustLeft } from '#modules/cashier/offline/budget-rules.ts'
import { refusalSentence } from '#app/refusal-sentence.ts'
import { lineState, noteNoLine } from './line-state.ts'
import { findKeptMembers, keptMember, membersHeardAt, type KeptMember } from './member-store.ts'
import { isTill, lastContact } from './till-contact.ts'
import { trustedUses } from './trusted-uses.ts'

type Member = ResponseOf<typeof api.memberGet>
type Accounts = ResponseOf<typeof api.memberAccountsGet>
type MemberPage = ResponseOf<typeof api.memberList>

/** From the server; on a till without a line, at once, from what it keeps. */
async function orByTill<T>(read: () => Promise<T>, kept: () => Promise<T>): Promise<T> {
  if (!isTill()) return read()
  if (lineState().offlineSince !== null) return kept()
  try {
    return await read()
  } catch (error) {
    if (!(error instanceof ApiUnreachable)) throw error
    noteNoLine()
    return kept()
  }
}

/** A member for the till's strip: without a line as much as the till knows, which is no name and no note. */
export function tillMemberQuery(memberId: string) {
  return queryOptions({
    ...query(api.memberGet, { memberId }),
    queryFn: ({ signal }) =>
      orByTill(
        () => send(api.memberGet, { memberId }, { signal }),
        async () => strangerOf(await known(memberId)),
      ),
  })
}

/** What a member can pay with: without a line the last known balance, as far as the till may trust it. */
export function tillAccountsQuery(memberId: string) {
  return queryOptions({
    ...query(api.memberAccountsGet, { memberId }),
    queryFn: ({ signal }) =>
      orByTill(
        () => send(api.memberAccountsGet, { memberId }, { signal }),
        async () => trustedAccounts(await known(memberId)),
      ),
  })
}

/** Members that the words fit. Without a line: by number, card, phone or its last four digits. */
export function tillMemberSearch(search: string, limit: number) {
  return queryOptions({
    ...query(api.memberList, { search, limit }),
    queryFn: ({ signal }) =>
      orByTill(
        () => send(api.memberList, { search, limit }, { signal }),
        async (): Promise<MemberPage> => {
          const found = await findKeptMembers(search)
          return { items: found.slice(0, limit).map(rowOf), next: null }
        },
      ),
  })
}

/**
 * Whose code, card, number or phone this is, exactly. A turning code is used up by it: the digits count once, so that neither a
 * picture of them nor who looked over a shoulder is the member. Without a line its number has to do.
 */
export function tillMemberLookup(code: string) {
  const turning = splitMemberCode(code)
  const idempotencyKey = newId() // of this scan, however often it has to be sent
  return queryOptions({
    ...query(api.memberLookup, { code }),
    queryFn: ({ signal }) =>
      orByTill(
        () =>
          turning
            ? send(api.memberIdentificationCreate, { shown: code }, { signal, idempotencyKey })
            : send(api.memberLookup, { code }, { signal }),
        async () => {
          const [found, ...others] = await findKeptMembers(turning?.number ?? code)
          if (!found || others.length > 0) throw notFound()
          return { memberId: found.id } as ResponseOf<typeof api.memberLookup>
        },
      ),
  })
}

async function known(memberId: string): Promise<KeptMember> {
  const member = await keptMember(memberId)
  if (!member) throw notFound()
  return member
}

function notFound(): ApiRefusal {
  const code = 'member_not_found'
  return new ApiRefusal({ code, detail: refusalSentence(code, {}), details: {}, status: 404 })
}

function rowOf({ id, number, shortName }: KeptMember): MemberPage['items'][number] {
  return { id, number, name: shortName, phone: null } as MemberPage['items'][number]
}

function strangerOf({ id, number, shortName, isBlocked, tierId }: KeptMember): Member {
  const status = isBlocked ? 'blocked' : 'active'
  const told = { id, number, name: shortName, status, tierId: tierId ?? null }
  return { ...told, tagIds: [], allergies: null, nextBirthdayDay: null, notes: [] } as unknown as Member
}

async function trustedAccounts(member: KeptMember): Promise<Accounts> {
  const { storedCents, points } = (await holdingsOf(member)).usable
  const account = (asset: string, availableUnits: number) => ({ asset, availableUnits, debtUnits: 0 })
  return { items: [account('stored_principal', storedCents), account('points', points)] } as unknown as Accounts
}

type Value = { storedCents: number; points: number }

/** What a till knows of a member's value: the last known balance less what it took since, and how much of it may be used here. */
export type KeptHoldings = { known: Value; usable: Value; heardAt: string | null }

/** A member's value on a till without a line, with its age: what the strip tells the cashier and the customer. */
export function keptHoldingsQuery(memberId: string) {
  return queryOptions({
    queryKey: ['till', 'kept-holdings', memberId],
    queryFn: async () => holdingsOf(await known(memberId)),
    staleTime: 0,
  })
}

async function holdingsOf({ id, storedCents, points }: KeptMember): Promise<KeptHoldings> {
  const [contact, taken, heardAt] = await Promise.all([lastContact(), trustedUses(), membersHeardAt()])
  const own = taken.filter(({ memberId }) => memberId === id)
  const sum = (uses: typeof taken, unit: keyof Value) => uses.reduce((total, use) => total + use[unit], 0)
  const known = {
    storedCents: Math.max(0, storedCents - sum(own, 'storedCents')),
    points: Math.max(0, points - sum(own, 'points')),
  }
  const usable = (unit: keyof Value) => {
    const limit = contact?.limits[unit === 'points' ? 'points' : 'stored'] ?? { sale: 0, member: 0, total: 0 }
    return Math.max(0, Math.min(known[unit], trustLeft(limit, sum(own, unit), sum(taken, unit))))
  }
  return { known, usable: { storedCents: usable('storedCents'), points: usable('points') }, heardAt }
}
