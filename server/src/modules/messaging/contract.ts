import { Count, Cursor, Instant, Nullable, PageOf, PageQuery, strict, Text, Type, Uuid } from '#platform/contract.ts'
import { channelProviders } from './channel-fields-rules.ts'
import { channels, chosenTopics, messageKindCodes, topics, variableTypes } from './message-kinds-rules.ts'
import { messageStates, stateGroupNames } from './message-state-rules.ts'
import { policySteps } from './policy-rules.ts'

const Channel = Type.Enum([...channels])
const Topic = Type.Enum([...topics])
const ChosenTopic = Type.Enum([...chosenTopics])
const Kind = Type.Enum([...messageKindCodes])
const State = Type.Enum([...messageStates])
const Language = Type.Enum(['zh', 'en'])
const Mills = Type.Integer({ minimum: 0, description: 'thousandths of the currency unit' })
const Minute = Type.Integer({ minimum: 0, maximum: 1_439, description: 'minutes since midnight' })
const Hours = strict({ fromMinute: Minute, toMinute: Minute })
const Words = strict({ title: Type.String(), body: Type.String() })

const message = {
  id: Uuid,
  kind: Kind,
  topic: Topic,
  channel: Channel,
  language: Nullable(Language),
  memberId: Nullable(Uuid),
  memberName: Nullable(Type.String()),
  state: State,
  reason: Nullable(Type.String()),
  plannedAt: Instant,
  nextAt: Nullable(Instant),
  expiresAt: Nullable(Instant),
  acceptedAt: Nullable(Instant),
  deliveredAt: Nullable(Instant),
  parts: Count,
  costMills: Mills,
}

export const MessageParams = strict({ messageId: Uuid })
export const MessagePage = PageOf(strict(message))
export const MessageListQuery = strict({
  ...PageQuery,
  state: Type.Optional(State),
  group: Type.Optional(Type.Enum([...stateGroupNames], { description: 'several states; one state goes before it' })),
  from: Type.Optional(Instant),
  until: Type.Optional(Instant),
  channel: Type.Optional(Channel),
  topic: Type.Optional(Topic),
  memberId: Type.Optional(Uuid),
})
export const MessageCountsQuery = strict({
  from: Type.Optional({ ...Instant, description: 'thirty days ago, if left out' }),
})
export const MessageCounts = strict({
  since: Instant,
  items: Type.Array(strict({ state: State, channel: Channel, messages: Count, costMills: Mills })),
})
export const MessageView = strict({
  ...message,
  address: Nullable(Type.String({ description: 'masked for callers without `members.contact`' })),
  words: Nullable(Words),
  isPreview: Type.Boolean({ description: 'the words as they would be now; nothing has left' }),
  attempt: Count,
  templateVersion: Nullable(Type.Integer()),
  about: Type.Record(Type.String(), Type.Unknown()),
  steps: Type.Array(
    strict({
      step: Type.Enum([...policySteps]),
      verdict: Type.Enum(['ok', 'wait', 'refuse']),
      reason: Nullable(Type.String()),
      until: Nullable(Instant),
    }),
  ),
})

const template = {
  channel: Channel,
  language: Language,
  version: Type.Integer({ minimum: 1 }),
  title: Type.String(),
  body: Type.String(),
  providerCodes: Type.Record(Type.String({ pattern: '^(aliyun|tencent)$' }), Type.String({ maxLength: 60 })),
}
const kindView = {
  kind: Kind,
  topic: Topic,
  isOn: Type.Boolean(),
  channels: Type.Array(Channel),
  possibleChannels: Type.Array(Channel),
}
export const KindParams = strict({ kind: Kind })
export const KindList = strict({ items: Type.Array(strict({ ...kindView, hasOwnWords: Type.Boolean() })) })
export const KindView = strict({
  ...kindView,
  variables: Type.Array(
    strict({ name: Type.String(), type: Type.Enum([...variableTypes]), isOptional: Type.Boolean() }),
  ),
  templates: Type.Array(strict(template)),
  versions: Type.Array(
    strict({
      ...{ channel: Channel, language: Language, version: Type.Integer(), title: Type.String(), body: Type.String() },
      savedAt: Instant,
      savedBy: Nullable(Type.String()),
    }),
  ),
  sample: Type.Record(Type.String(), Type.String()),
  sign: Type.String({ description: 'who a text message says it is from' }),
  partPriceMills: Mills,
})
export const KindSave = strict({
  isOn: Type.Boolean(),
  channels: Type.Array(Channel, { uniqueItems: true, maxItems: 3 }),
})
export const KindSaved = strict({ kind: Kind })
export const TemplateSave = strict({ ...template, title: Text(80, 0), body: Text(1_000) })
export const TemplateSaved = strict({ version: Type.Integer() })
export const TestSend = strict({
  channel: Type.Enum(['sms', 'email']),
  language: Language,
  address: Text(200, 3),
})
export const TestSent = strict({ messageId: Uuid })

const Cap = strict({
  perDay: Nullable(Type.Integer({ minimum: 0, maximum: 20 })),
  rolling: Nullable(
    strict({ days: Type.Integer({ minimum: 1, maximum: 366 }), most: Type.Integer({ minimum: 0, maximum: 200 }) }),
  ),
})
const policy = {
  quietFromMinute: Minute,
  quietToMinute: Minute,
  caps: strict({ holdings: Cap, care: Cap, offers: Cap }),
  monthBudgetCents: Nullable(Type.Integer({ minimum: 0, maximum: 1_000_000_000 })),
  version: Type.Integer({ minimum: 0 }),
}
export const PolicyView = strict({ ...policy, spentMills: Mills })
export const PolicySave = strict(policy)
export const PolicySaved = strict({ version: Type.Integer() })

const channelAccount = {
  provider: Type.Enum([...channelProviders]),
  name: Text(40),
  baseUrl: Text(300),
  partPriceMills: Type.Integer({ minimum: 0, maximum: 10_000 }),
  perSecond: Type.Integer({ minimum: 1, maximum: 1_000 }),
  dayMost: Nullable(Type.Integer({ minimum: 1, maximum: 1_000_000 })),
}
export const ChannelParams = strict({ channelAccountId: Uuid })
export const ChannelList = strict({
  items: Type.Array(
    strict({
      id: Uuid,
      channel: Type.Enum(['sms', 'email']),
      ...channelAccount,
      settings: Type.Record(Type.String(), Type.String()),
      newsPath: Nullable(Type.String({ description: 'where the gateway pushes receipts and replies' })),
      changedAt: Instant,
    }),
  ),
})
export const ChannelSave = strict({
  ...channelAccount,
  fields: Type.Record(Type.String({ maxLength: 40 }), Type.String({ maxLength: 300 })),
})
export const ChannelSaved = strict({ channelAccountId: Uuid })
export const ChannelTested = strict({ isWorking: Type.Boolean(), reason: Nullable(Type.String()) })

export const MemberParams = strict({ memberId: Uuid })
export const Preferences = strict({
  choices: Type.Array(
    strict({
      ...{ channel: Channel, topic: ChosenTopic, isOn: Type.Boolean() },
      changedAt: Nullable(Instant),
      needsConsent: Type.Boolean({
        description: 'the marketing consent is missing: nothing goes out whatever stands here',
      }),
    }),
  ),
  language: Nullable(Language),
  timeZone: Nullable(Type.String()),
  quietHours: Nullable(Hours),
  shopQuietHours: Hours,
  weekMost: Nullable(Type.Integer()),
  email: Nullable(Type.String()),
  emailProvedAt: Nullable(Type.String({ format: 'date-time', description: 'null: nothing is advertised to it yet' })),
  hasPhone: Type.Boolean(),
})
export const PreferenceChange = strict({
  choices: Type.Optional(
    Type.Array(strict({ channel: Channel, topic: ChosenTopic, isOn: Type.Boolean() }), { maxItems: 12 }),
  ),
  language: Type.Optional(Nullable(Language)),
  timeZone: Type.Optional(Nullable(Type.String({ maxLength: 60 }))),
  quietHours: Type.Optional(Nullable(Hours)),
  weekMost: Type.Optional(Nullable(Type.Integer({ minimum: 0, maximum: 100 }))),
  email: Type.Optional(Nullable(Type.String({ format: 'email', maxLength: 200 }))),
})
export const PreferenceSaved = strict({ memberId: Uuid })
export const EmailCodeSent = strict({ emailCodeId: Uuid, expiresAt: Instant })
export const EmailProof = strict({ code: Type.String({ minLength: 1, maxLength: 12 }) })

export const InboxQuery = strict({
  cursor: Type.Optional(Cursor),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 50 })),
})
export const Inbox = strict({
  items: Type.Array(
    strict({ id: Uuid, kind: Kind, title: Type.String(), body: Type.String(), at: Instant, isRead: Type.Boolean() }),
  ),
  unread: Count,
  next: Nullable(Cursor),
})
export const InboxRead = strict({ through: Instant })
export const InboxMarked = strict({ marked: Count })

export const NewsParams = strict({ merchantId: Uuid, channelAccountId: Uuid, token: Type.String({ maxLength: 100 }) })
