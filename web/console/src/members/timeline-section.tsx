import { useInfiniteQuery } from '@tanstack/react-query'
import { Button, Skeleton } from 'antd'
import { api, send, type ResponseOf } from '@staff/api'
import { formatMoney, RefusalText, Timeline, type TimelineItem, type Tone } from '@staff/ui'
import { t, type SentenceKey } from '#app/i18n.ts'
import { useStore } from '#app/session.ts'
import { purposeWords, type Purpose } from './member-words.ts'
import { useStoreNames } from './use-store-names.ts'

type Event = ResponseOf<typeof api.memberTimeline>['items'][number]

const words: Record<string, { title: SentenceKey; tone?: Tone }> = {
  'member.enrolled': { title: 'members.event.enrolled', tone: 'primary' },
  'member.changed': { title: 'members.event.changed' },
  'member.phone_added': { title: 'members.event.phoneAdded' },
  'member.phone_ended': { title: 'members.event.phoneEnded' },
  'member.card_added': { title: 'members.event.cardAdded' },
  'member.credential_blocked': { title: 'members.event.cardBlocked', tone: 'warn' },
  'member.credential_unblocked': { title: 'members.event.cardUnblocked' },
  'member.code_renewed': { title: 'members.event.codeRenewed' },
  'member.consent_given': { title: 'members.event.consentGiven', tone: 'good' },
  'member.consent_withdrawn': { title: 'members.event.consentWithdrawn', tone: 'warn' },
  'member.note_added': { title: 'members.event.noteAdded' },
  'member.note_removed': { title: 'members.event.noteRemoved' },
  'member.household_joined': { title: 'members.event.householdJoined' },
  'member.household_left': { title: 'members.event.householdLeft' },
  'member.blocked': { title: 'members.event.blocked', tone: 'bad' },
  'member.unblocked': { title: 'members.event.unblocked', tone: 'good' },
  'member.merged': { title: 'members.event.merged', tone: 'primary' },
  'member.merge_undone': { title: 'members.event.mergeUndone', tone: 'warn' },
  'member.erasure_requested': { title: 'members.event.erasureRequested', tone: 'warn' },
  'member.erasure_withdrawn': { title: 'members.event.erasureWithdrawn' },
  'member.erased': { title: 'members.event.erased' },
  'member.balance_opened': { title: 'members.event.balanceOpened', tone: 'primary' },
  'sale.completed': { title: 'members.event.sold', tone: 'good' },
  'sale.refunded': { title: 'members.event.refunded', tone: 'warn' },
  'top_up.sold': { title: 'members.event.toppedUp', tone: 'primary' },
  'top_up.refunded': { title: 'members.event.topUpRefunded', tone: 'warn' },
  'points.adjusted': { title: 'members.event.pointsAdjusted' },
}

const amountOf = (data: Event['data'], name: string) => (typeof data[name] === 'number' ? data[name] : null)

function figureOf({ type, data }: Event): string | null {
  if (type === 'sale.completed') return formatMoney(amountOf(data, 'netCents') ?? 0)
  if (type === 'sale.refunded') return formatMoney(-(amountOf(data, 'netCents') ?? 0))
  if (type === 'top_up.sold') {
    return formatMoney((amountOf(data, 'principalCents') ?? 0) + (amountOf(data, 'bonusCents') ?? 0))
  }
  if (type === 'top_up.refunded') return formatMoney(-(amountOf(data, 'refundCents') ?? 0))
  if (type === 'points.adjusted') return signed(amountOf(data, 'deltaPoints') ?? 0)
  return null
}

const signed = (units: number) => (units > 0 ? `+${units.toLocaleString()}` : units.toLocaleString())

const fieldWords: Record<string, SentenceKey> = {
  name: 'members.field.name',
  gender: 'members.field.gender',
  birthday: 'members.field.birthday',
  homeStoreId: 'members.field.homeStore',
  referrerId: 'members.field.referrer',
  allergies: 'members.field.allergies',
  custom: 'members.field.custom',
}

function detailOf({ type, data }: Event, storeNames: ReadonlyMap<string, string>): string | null {
  if (type === 'member.changed' && Array.isArray(data.fields)) {
    return data.fields
      .map((field) => (fieldWords[String(field)] ? t(fieldWords[String(field)]!) : String(field)))
      .join('、')
  }
  if (typeof data.purpose === 'string' && data.purpose in purposeWords) return t(purposeWords[data.purpose as Purpose])
  const store = typeof data.storeId === 'string' ? storeNames.get(data.storeId) : undefined
  const points = amountOf(data, 'pointsEarned')
  return (
    [store, points ? t('members.event.earned', { units: points.toLocaleString() }) : null]
      .filter(Boolean)
      .join(' · ') || null
  )
}

function itemOf(event: Event, storeNames: ReadonlyMap<string, string>): TimelineItem {
  const known = words[event.type]
  return {
    id: event.id,
    at: event.at,
    title: known ? t(known.title) : event.type,
    detail: detailOf(event, storeNames),
    figure: figureOf(event),
    ...(known?.tone && { tone: known.tone }),
  }
}

/** What happened, newest first; older events come when asked for. */
export function TimelineSection({ memberId }: { memberId: string }) {
  const store = useStore()
  const storeNames = useStoreNames()
  const events = useInfiniteQuery({
    queryKey: [api.memberTimeline.path, { memberId }, 'pages'],
    queryFn: ({ pageParam, signal }) =>
      send(api.memberTimeline, { memberId, limit: 30, ...(pageParam && { cursor: pageParam }) }, { signal }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
  })
  if (events.isPending) return <Skeleton active />
  if (events.isError) return <RefusalText error={events.error} />
  const items = events.data.pages.flatMap((page) => page.items).map((event) => itemOf(event, storeNames))
  return (
    <>
      <Timeline items={items} timeZone={store.timeZone} />
      {events.hasNextPage && (
        <Button block loading={events.isFetchingNextPage} onClick={() => void events.fetchNextPage()}>
          {t('members.event.older')}
        </Button>
      )}
    </>
  )
}
