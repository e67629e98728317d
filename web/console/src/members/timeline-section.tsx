import { useInfiniteQuery } from '@tanstack/react-query'
import { Button, Skeleton } from 'antd'
import { api, send, type ResponseOf } from '@staff/api'
import { formatMoney, listText, RefusalText, Timeline, type TimelineItem } from '@staff/ui'
import { t, type SentenceKey } from '#app/i18n.ts'
import { paths } from '#app/paths.ts'
import { useMay, useStore } from '#app/session.ts'
import { channelName, kindName, reasonText } from '#console/messaging/message-words.ts'
import { purposeWords, type Purpose } from './member-words.ts'
import { timelineWords } from './timeline-words.ts'
import { type EventNames, useEventNames } from './use-event-names.ts'

type Event = ResponseOf<typeof api.memberTimeline>['items'][number]

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

function detailOf({ type, data }: Event, names: EventNames): string | null {
  if (type === 'member.changed' && Array.isArray(data.fields)) {
    return listText(
      data.fields.map((field) => (fieldWords[String(field)] ? t(fieldWords[String(field)]!) : String(field))),
    )
  }
  if (typeof data.purpose === 'string' && data.purpose in purposeWords) return t(purposeWords[data.purpose as Purpose])
  if (type.startsWith('message.')) return joined(messageFacts(data))
  if (type === 'member.tagged')
    return joined([tagsOf(data, 'addedIds', '+', names), tagsOf(data, 'removedIds', '−', names)])
  const [storeId, tierId] = [textOf(data, 'storeId'), textOf(data, 'toTierId') ?? textOf(data, 'tierId')]
  const earned = amountOf(data, 'pointsEarned')
  const points = type === 'points.adjusted' ? null : amountOf(data, 'points')
  return joined([
    textOf(data, 'name'),
    tierId && names.tiers.get(tierId),
    storeId && names.stores.get(storeId),
    earned ? t('members.event.earned', { units: earned.toLocaleString() }) : null,
    points ? t('members.event.points', { units: points.toLocaleString() }) : null,
  ])
}

const joined = (parts: readonly (string | null | undefined)[]) => parts.filter(Boolean).join(' · ') || null

const textOf = (data: Event['data'], name: string) => (typeof data[name] === 'string' ? data[name] : null)

/** Tags that were put on or taken off, by name; one that is gone since has none. */
function tagsOf(data: Event['data'], list: string, sign: '+' | '−', { tags }: EventNames): string | null {
  const ids = data[list]
  if (!Array.isArray(ids)) return null
  return listText(ids.flatMap((id) => tags.get(String(id)) ?? []).map((name) => `${sign} ${name}`)) || null
}

/** Which message it was, by which way, and why it did not go. */
function messageFacts(data: Event['data']): (string | null)[] {
  const [kind, channel] = [textOf(data, 'kind'), textOf(data, 'channel')]
  return [kind && kindName(kind), channel && channelName(channel), reasonText(textOf(data, 'reason'))]
}

/** The record behind an event, where the reader may open it. */
function pathOf({ data }: Event, may: (permission: string) => boolean): string | null {
  const id = (name: string) => textOf(data, name)
  const [messageId, saleId, topUpId, passId] = [id('messageId'), id('saleId'), id('topUpId'), id('passId')]
  if (messageId) return may('messages.read') ? paths.message({ messageId }) : null
  if (passId) return may('passes.read') ? paths.pass({ passId }) : null
  if (topUpId) return may('sale.read') ? paths.topUp({ topUpId }) : null
  return saleId && may('sale.read') ? paths.sale({ saleId }) : null
}

function itemOf(
  event: Event,
  { names, may }: { names: EventNames; may: (permission: string) => boolean },
): TimelineItem {
  const known = timelineWords[event.type]
  const to = pathOf(event, may)
  return {
    id: event.id,
    at: event.at,
    title: t(known?.title ?? 'members.event.other'),
    detail: detailOf(event, names),
    figure: figureOf(event),
    ...(known?.tone && { tone: known.tone }),
    ...(to && { to }),
  }
}

/** What happened, newest first; older events come when asked for. */
export function TimelineSection({ memberId }: { memberId: string }) {
  const store = useStore()
  const names = useEventNames()
  const may = useMay()
  const events = useInfiniteQuery({
    queryKey: [api.memberTimeline.path, { memberId }, 'pages'],
    queryFn: ({ pageParam, signal }) =>
      send(api.memberTimeline, { memberId, limit: 30, ...(pageParam && { cursor: pageParam }) }, { signal }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
  })
  if (events.isPending) return <Skeleton active />
  if (events.isError) return <RefusalText error={events.error} />
  const items = events.data.pages.flatMap((page) => page.items).map((event) => itemOf(event, { names, may }))
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
