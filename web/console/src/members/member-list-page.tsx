import { PlusOutlined, TagsOutlined, UserSwitchOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useState } from 'react'
import { Link, useSearchParams } from 'react-router'
import { addDays, localDay, startOfLocalDay } from '#shared/business-day.ts'
import { useQuery } from '@tanstack/react-query'
import { api, hrefOf, type InputOf } from '@staff/api'
import { DataList, EmptyState, ExportButton, Page, type ListFilter, type ListRequest } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { paths } from '#app/paths.ts'
import { useMay, useSession, useStore } from '#app/session.ts'
import { tiersQuery } from '#console/tiers/tiers-query.ts'
import { EnrolDrawer } from './enrol-drawer.tsx'
import { listedMembers, memberColumns, type ListedMember } from './member-columns.tsx'
import { statusWords } from './member-words.ts'
import { BulkTagsDrawer, type TaggedOnes } from './bulk-tags-drawer.tsx'
import { TagsDrawer } from './tag-drawers.tsx'
import { type MemberTag, tagsQuery } from './tags-query.ts'
import './members.css'

type FilterName = 'search' | 'tierId' | 'tagId' | 'homeStoreId' | 'birthday' | 'status' | 'from' | 'until'

/** Everybody the shop knows, found by anything that identifies a person. */
export function MemberListPage() {
  const may = useMay()
  const { stores } = useSession()
  const store = useStore()
  const tiers = useQuery(tiersQuery).data?.items ?? []
  const tags = useQuery(tagsQuery).data?.items ?? []
  const [isSorting, setSorting] = useState(false)
  const [params, setParams] = useSearchParams()
  const isEnrolling = params.has('new')
  const setEnrolling = (on: boolean) =>
    setParams((before) => {
      const next = new URLSearchParams(before)
      if (on) next.set('new', '1')
      else next.delete('new')
      return next
    })
  const today = localDay(new Date(), store.timeZone)
  const filterOf = (request: ListRequest<FilterName>) => filtersOfQuery(request, today, store.timeZone)
  const shown = Object.fromEntries(params) as ListRequest<FilterName>
  const enrol = (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setEnrolling(true)}>
      {t('members.enrol.action')}
    </Button>
  )

  return (
    <Page
      title={t('members.title')}
      actions={
        <>
          {may('members.edit') && (
            <Button icon={<TagsOutlined />} onClick={() => setSorting(true)}>
              {t('members.tags.title')}
            </Button>
          )}
          {may('members.merge') && (
            <Link to={paths.memberDuplicates()}>
              <Button icon={<UserSwitchOutlined />}>{t('members.duplicates.title')}</Button>
            </Link>
          )}
          {may('members.export') && (
            <ExportButton hrefOf={(format) => hrefOf(api.membersExport, { ...filterOf(shown), format })} />
          )}
          {may('members.enrol') && enrol}
        </>
      }
    >
      <DataList<ListedMember, FilterName>
        id="members"
        label={t('members.title')}
        columns={memberColumns({ today, tiers, storeNames: new Map(stores.map(({ id, name }) => [id, name])) })}
        filters={filtersOf(stores, tiers, tags)}
        source={({ cursor, limit, ...request }) =>
          listedMembers({ ...filterOf(request), ...(cursor && { cursor }), ...(limit && { limit }) })
        }
        {...(may('members.edit') && {
          canTakeAll: true,
          renderBulkActions: (ids: string[], clear: () => void, all: ListRequest<FilterName> | null) => (
            <BulkTags whom={all ? { filter: filterOf(all) } : { memberIds: ids }} onDone={clear} />
          ),
        })}
        rowHref={({ id }) => paths.member({ memberId: id })}
        empty={
          <EmptyState title={t('members.list.empty')} action={may('members.enrol') && enrol}>
            {t('members.list.emptyText')}
          </EmptyState>
        }
      />
      <TagsDrawer open={isSorting} onClose={() => setSorting(false)} />
      <EnrolDrawer open={isEnrolling} onClose={() => setEnrolling(false)} />
    </Page>
  )
}

function BulkTags({ whom, onDone }: { whom: TaggedOnes; onDone: () => void }) {
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button size="small" icon={<TagsOutlined />} onClick={() => setOpen(true)}>
        {t('members.tags.give')}
      </Button>
      <BulkTagsDrawer
        whom={isOpen ? whom : null}
        onClose={() => setOpen(false)}
        onDone={() => {
          setOpen(false)
          onDone()
        }}
      />
    </>
  )
}

function filtersOf(
  stores: readonly { id: string; name: string }[],
  tiers: readonly { tierId: string; name: string }[],
  tags: readonly MemberTag[],
): ListFilter<FilterName>[] {
  return [
    { name: 'search', kind: 'search', label: t('members.filter.search') },
    ...(tiers.length > 0
      ? [
          {
            name: 'tierId' as const,
            kind: 'choice' as const,
            label: t('members.field.tier'),
            options: tiers.map(({ tierId, name }) => ({ value: tierId, label: name })),
          },
        ]
      : []),
    ...(tags.length > 0
      ? [
          {
            name: 'tagId' as const,
            kind: 'choice' as const,
            label: t('members.tags.title'),
            options: tags.map(({ tagId, name }) => ({ value: tagId, label: name })),
          },
        ]
      : []),
    ...(stores.length > 1
      ? [
          {
            name: 'homeStoreId' as const,
            kind: 'choice' as const,
            label: t('members.field.homeStore'),
            options: stores.map(({ id, name }) => ({ value: id, label: name })),
          },
        ]
      : []),
    {
      name: 'birthday',
      kind: 'choice',
      label: t('members.field.birthday'),
      options: [
        { value: '0', label: t('members.filter.birthdayToday') },
        { value: '7', label: t('members.filter.birthdayWeek') },
        { value: '30', label: t('members.filter.birthdayMonth') },
      ],
    },
    {
      name: 'status',
      kind: 'choice',
      label: t('members.field.status'),
      options: (['active', 'blocked'] as const).map((value) => ({ value, label: t(statusWords[value].label) })),
    },
    { name: 'from', kind: 'day', label: t('members.filter.enrolledFrom') },
    { name: 'until', kind: 'day', label: t('members.filter.enrolledUntil') },
  ]
}

type Narrowed = Omit<InputOf<typeof api.memberList>, 'cursor' | 'limit'>

/** Filters of the address as the server knows them: days become instants of the store's zone. */
function filtersOfQuery(request: ListRequest<FilterName>, today: string, timeZone: string): Narrowed {
  const { search, tierId, tagId, homeStoreId, birthday, status, from, until } = request
  return {
    ...(search && { search }),
    ...(tierId && { tierId }),
    ...(tagId && { tagId }),
    ...(homeStoreId && { homeStoreId }),
    ...((status === 'active' || status === 'blocked') && { status }),
    ...(birthday && { birthdayFrom: today, birthdayTo: addDays(today, Number(birthday)) }),
    ...(from && { enrolledFrom: startOfLocalDay(from, timeZone).toISOString() }),
    ...(until && { enrolledBefore: startOfLocalDay(addDays(until, 1), timeZone).toISOString() }),
  }
}
