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
  'member.tagged': { title: 'members.event.tagged' },
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
  'member.first_visited': { title: 'members.event.firstVisited', tone: 'primary' },
  'member.email_proved': { title: 'members.event.emailProved' },
  'member.messages_chosen': { title: 'members.event.messagesChosen' },
  'points.action_rewarded': { title: 'members.event.pointsRewarded' },
  'points.action_returned': { title: 'members.event.pointsActionReturned' },
  'points.expiry_near': { title: 'members.event.pointsNear', tone: 'warn' },
  'points.expired': { title: 'members.event.pointsExpired', tone: 'warn' },
  'points.extended': { title: 'members.event.pointsExtended', tone: 'good' },
  'points.reinstated': { title: 'members.event.pointsReinstated', tone: 'good' },
  'points.expiry_rule_announced': { title: 'members.event.pointsRuleTold' },
  'points.rules_accepted': { title: 'members.event.pointsRulesAccepted' },
  'points.rescue_open': { title: 'members.event.rescueOpen', tone: 'warn' },
  'store.closing_announced': { title: 'members.event.storeClosing', tone: 'warn' },
  'points.donated': { title: 'members.event.pointsDonated' },
  'points.gift_given': { title: 'members.event.pointsGiven' },
  'points.gift_offered': { title: 'members.event.pointsOffered' },
  'points.gift_accepted': { title: 'members.event.pointsAccepted' },
  'points.gift_returned': { title: 'members.event.pointsReturned' },
  'coupon.issued': { title: 'members.event.couponIssued' },
  'coupon.used': { title: 'members.event.couponUsed', tone: 'good' },
  'coupon.returned': { title: 'members.event.couponReturned' },
  'coupon.ends_soon': { title: 'members.event.couponNear', tone: 'warn' },
  'coupon.offered': { title: 'members.event.couponOffered' },
  'coupon.given': { title: 'members.event.couponGiven' },
  'coupon.received': { title: 'members.event.couponReceived' },
  'coupon.gift_returned': { title: 'members.event.couponGiftReturned' },
  'tier.changed': { title: 'members.event.tierChanged', tone: 'primary' },
  'tier.grace_began': { title: 'members.event.tierGrace', tone: 'warn' },
  'tier.gift_given': { title: 'members.event.tierGift', tone: 'good' },
  'tier.gift_missed': { title: 'members.event.tierGiftMissed', tone: 'warn' },
  'pass.sold': { title: 'members.event.passSold', tone: 'primary' },
  'pass.renewed': { title: 'members.event.passRenewed', tone: 'primary' },
  'pass.used': { title: 'members.event.passUsed', tone: 'good' },
  'pass.use_undone': { title: 'members.event.passUseUndone', tone: 'warn' },
  'pass.held': { title: 'members.event.passHeld' },
  'pass.released': { title: 'members.event.passReleased' },
  'pass.frozen': { title: 'members.event.passFrozen' },
  'pass.thawed': { title: 'members.event.passThawed' },
  'pass.extended': { title: 'members.event.passExtended', tone: 'good' },
  'pass.given': { title: 'members.event.passGiven' },
  'pass.received': { title: 'members.event.passReceived' },
  'pass.ends_soon': { title: 'members.event.passNear', tone: 'warn' },
  'pass.expired': { title: 'members.event.passExpired', tone: 'warn' },
  'pass.ended': { title: 'members.event.passEnded', tone: 'warn' },
  'pass.restored': { title: 'members.event.passRestored', tone: 'good' },
  'pass.cancel_asked': { title: 'members.event.passCancelAsked', tone: 'warn' },
  'pass.cancel_taken_back': { title: 'members.event.passCancelBack', tone: 'good' },
  'pass.auto_renewal_on': { title: 'members.event.passAutoOn' },
  'pass.auto_renewal_off': { title: 'members.event.passAutoOff' },
  'pass.renewal_near': { title: 'members.event.passRenewalNear' },
  'pass.renewal_charged': { title: 'members.event.passRenewalCharged', tone: 'primary' },
  'pass.renewal_failed': { title: 'members.event.passRenewalFailed', tone: 'bad' },
  'cancellation.begun': { title: 'members.event.leavingBegun', tone: 'warn' },
  'cancellation.executed': { title: 'members.event.leavingDone', tone: 'bad' },
  'cancellation.kept': { title: 'members.event.leavingKept', tone: 'good' },
  'retention.won_back': { title: 'members.event.wonBack', tone: 'primary' },
  'reward.redeemed': { title: 'members.event.rewardRedeemed' },
  'reward.ready': { title: 'members.event.rewardReady' },
  'draw.entered': { title: 'members.event.drawEntered' },
  'message.sent': { title: 'members.event.messageSent' },
  'message.delivered': { title: 'members.event.messageDelivered' },
  'message.suppressed': { title: 'members.event.messageHeldBack' },
  'message.failed': { title: 'members.event.messageFailed', tone: 'warn' },
  'message.stopped': { title: 'members.event.messageStopped', tone: 'warn' },
  'online_order.refused': { title: 'members.event.orderRefused', tone: 'warn' },
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
    title: t(known?.title ?? 'members.event.other'),
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
