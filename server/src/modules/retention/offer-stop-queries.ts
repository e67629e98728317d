import { sql } from 'kysely'
import { actorId } from '#platform/actor.ts'
import type { Work } from '#platform/work.ts'
import type { OfferRule } from './flow-types.ts'
import type { OfferResult, StopGround } from './offer-judging-rules.ts'

export type OfferStop = {
  id: string
  code: string
  print: string
  ground: StopGround
  at: Date
  liftedAt: Date | null
}

/** Offers that are stopped, and until when those were that somebody let go on. */
export function readStops(work: Work): Promise<OfferStop[]> {
  return work.send<OfferStop>(sql`
    select id, code, print, ground, at, lifted_at from retention.offer_stop
     where merchant_id = ${work.merchantId} order by at desc limit 1000`)
}

/** The prints of offers that are stopped now. */
export async function readStopped(work: Work): Promise<Set<string>> {
  const rows = await work.send<{ print: string }>(sql`
    select print from retention.offer_stop where merchant_id = ${work.merchantId} and lifted_at is null`)
  return new Set(rows.map(({ print }) => print))
}

/** False: it is stopped already. */
export async function insertStop(
  work: Work,
  stop: { id: string; code: string; print: string; ground: StopGround; figures: OfferResult },
): Promise<boolean> {
  const rows = await work.send(sql`
    insert into retention.offer_stop (merchant_id, id, code, print, ground, figures, at)
    values (${work.merchantId}, ${stop.id}, ${stop.code}, ${stop.print}, ${stop.ground}, ${JSON.stringify(stop.figures)}::jsonb,
           ${work.at})
    on conflict do nothing returning id`)
  return rows.length > 0
}

/** The code of the offer that goes on; undefined where nothing is stopped by that id. */
export async function liftStop(work: Work, id: string): Promise<string | undefined> {
  const [row] = await work.send<{ code: string }>(sql`
    update retention.offer_stop set lifted_at = ${work.at}, lifted_by = ${actorId(work.actor)}
     where merchant_id = ${work.merchantId} and id = ${id} and lifted_at is null returning code`)
  return row?.code
}

export async function writeWithheld(work: Work, leavingId: string, prints: readonly string[]): Promise<void> {
  await work.send(sql`
    update retention.leaving set withheld = ${[...prints]}::text[]
     where merchant_id = ${work.merchantId} and id = ${leavingId}`)
}

export async function hasLeavingsSince(work: Work, since: Date): Promise<boolean> {
  const rows = await work.send(sql`
    select from retention.leaving where merchant_id = ${work.merchantId} and at >= ${since} limit 1`)
  return rows.length > 0
}

export type JudgedLeaving = {
  memberId: string
  passId: string
  isHeldOut: boolean
  at: Date
  withheld: string[]
  offers: (Pick<OfferRule, 'code' | 'terms' | 'costCents'> & { isTaken: boolean })[]
}

/** The first leaving of each member in a time, with the offers that were made then or withheld. Those given up for another are none. */
export function readJudged(work: Work, { from, until }: { from: Date; until: Date }): Promise<JudgedLeaving[]> {
  const { merchantId } = work
  return work.send<JudgedLeaving>(sql`
    select f.member_id, f.pass_id, f.is_held_out, f.at, f.withheld,
           coalesce((select jsonb_agg(jsonb_build_object('code', o.code, 'terms', o.terms, 'costCents', o.cost_cents,
                                                         'isTaken', o.accepted_at is not null))
                       from retention.made_offer o where o.merchant_id = ${merchantId} and o.leaving_id = f.id), '[]') as offers
      from (select distinct on (l.member_id) l.id, l.member_id, l.pass_id, l.is_held_out, l.at, l.withheld
              from retention.leaving l
             where l.merchant_id = ${merchantId} and l.at >= ${from} and l.at < ${until} and l.done_as is distinct from 'given_up'
             order by l.member_id, l.at) f`)
}
