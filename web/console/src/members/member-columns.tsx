import { queryOptions } from '@tanstack/react-query'
import { api, send, type ApiRefusal, type ApiUnreachable, type InputOf, type ResponseOf } from '@staff/api'
import {
  Avatar,
  DayText,
  InstantText,
  MoneyText,
  StatusTag,
  TierBadge,
  type ListColumn,
  type ListPage,
} from '@staff/ui'
import { t } from '#app/i18n.ts'
import {
  birthdayInWords,
  birthdaySoon,
  genderWords,
  sourceWords,
  statusWords,
  type MemberSummary,
} from './member-words.ts'
import { TagList } from './tag-list.tsx'
import { PhoneText } from './phone-text.tsx'

type Worth = ResponseOf<typeof api.memberWorthList>['items'][number]

/** A row of the list: who it is, and what they have been worth to the shop. */
export type ListedMember = MemberSummary & { worth: Worth | undefined }

/** One page of the list with what its members have been worth: two questions, however many rows. */
export function listedMembers(input: InputOf<typeof api.memberList>) {
  type Page = ListPage<ListedMember>
  return queryOptions<Page, ApiRefusal | ApiUnreachable, Page, readonly unknown[]>({
    queryKey: [api.memberList.path, input, 'worth'],
    queryFn: async ({ signal }) => {
      const { items, next } = await send(api.memberList, input, { signal })
      const memberIds = items.map(({ id }) => id).join(',')
      const worths = memberIds ? (await send(api.memberWorthList, { memberIds }, { signal })).items : []
      const worthOf = new Map(worths.map((worth) => [worth.memberId, worth]))
      return { next, items: items.map((row) => ({ ...row, worth: worthOf.get(row.id) })) }
    },
  })
}

type Known = {
  today: string
  tiers: readonly { tierId: string; name: string; colour: number }[]
  storeNames: ReadonlyMap<string, string>
}

const nothing = <span className="rg-faint rg-none">–</span>

/** Who they are, how much of a regular each is, and where to reach them. */
export function memberColumns({ today, tiers, storeNames }: Known): ListColumn<ListedMember>[] {
  return [
    { key: 'name', title: t('members.field.name'), render: (row) => <Person {...row} /> },
    { key: 'phone', title: t('members.field.phone'), render: ({ phone }) => <PhoneText phone={phone} /> },
    {
      key: 'number',
      title: t('members.field.number'),
      render: ({ number, card }) => <span className="rg-tabular">{card ?? number}</span>,
    },
    {
      key: 'tier',
      title: t('members.field.tier'),
      render: ({ tierId }) => {
        const tier = tiers.find((one) => one.tierId === tierId)
        return tier ? <TierBadge name={tier.name} level={tier.colour} /> : nothing
      },
    },
    {
      key: 'tags',
      title: t('members.tags.title'),
      render: ({ tagIds }) =>
        tagIds.length === 0 ? (
          nothing
        ) : (
          <span className="rg-tags">
            <TagList tagIds={tagIds} most={2} />
          </span>
        ),
    },
    {
      key: 'lastVisit',
      title: t('members.field.lastVisit'),
      render: ({ worth }) => <DayText day={worth?.lastDay ?? null} />,
    },
    {
      key: 'yearSpend',
      title: t('members.field.yearSpend'),
      align: 'right',
      isFigure: true,
      render: ({ worth }) => (worth ? <MoneyText cents={worth.yearCents} /> : nothing),
    },
    {
      key: 'birthday',
      title: t('members.field.birthday'),
      isSpare: true,
      render: ({ birthday, nextBirthdayDay }) => {
        const soon = birthdaySoon(nextBirthdayDay, today)
        if (!birthday) return nothing
        return (
          <span className="rg-birthday">
            {birthdayInWords(birthday)}
            {soon && <StatusTag tone="primary">{soon}</StatusTag>}
          </span>
        )
      },
    },
    {
      key: 'store',
      title: t('members.field.homeStore'),
      isSpare: true,
      render: ({ homeStoreId }) => storeNames.get(homeStoreId ?? '') ?? nothing,
    },
    {
      key: 'enrolled',
      title: t('members.field.enrolledAt'),
      isHidden: true,
      render: ({ enrolledAt }) => <InstantText at={enrolledAt} relative />,
    },
    {
      key: 'visits',
      title: t('members.field.visits'),
      align: 'right',
      isHidden: true,
      render: ({ worth }) => worth?.visitCount ?? nothing,
    },
    { key: 'gender', title: t('members.field.gender'), isHidden: true, render: ({ gender }) => t(genderWords[gender]) },
    { key: 'source', title: t('members.field.source'), isHidden: true, render: ({ source }) => t(sourceWords[source]) },
  ]
}

function Person({ id, name, status }: MemberSummary) {
  return (
    <span className="rg-person">
      <Avatar name={name} seed={id} size={30} />
      <span>{name}</span>
      {status !== 'active' && <StatusTag tone={statusWords[status].tone}>{t(statusWords[status].label)}</StatusTag>}
    </span>
  )
}
