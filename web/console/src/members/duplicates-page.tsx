import { useSuspenseQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { Link } from 'react-router'
import { api, query, useCommand, type ResponseOf } from '@staff/api'
import { Avatar, EmptyState, InstantText, Page, RefusalText, StatusTag } from '@staff/ui'
import { t, type SentenceKey } from '#app/i18n.ts'
import { paths } from '#app/paths.ts'
import { queryClient } from '#app/query-client.ts'
import { birthdayInWords } from './member-words.ts'
import './members.css'
import { PhoneText } from './phone-text.tsx'

type Pair = ResponseOf<typeof api.memberDuplicateList>['items'][number]

const duplicatesQuery = () => query(api.memberDuplicateList, { limit: 50 })

export async function loader() {
  await queryClient.ensureQueryData(duplicatesQuery())
  return null
}

const reasonWords: Record<Pair['reasons'][number], SentenceKey> = {
  same_birthday: 'members.duplicates.sameBirthday',
  phone_one_digit_apart: 'members.duplicates.phoneSlip',
  one_without_phone: 'members.duplicates.oneWithoutPhone',
}

/** Pairs that may be one person, with the reasons; a person decides. */
export function DuplicatesPage() {
  const { items } = useSuspenseQuery(duplicatesQuery()).data
  const distinct = useCommand(api.memberDistinctPairCreate, { changes: [api.memberDuplicateList] })
  return (
    <Page
      title={t('members.duplicates.title')}
      lead={t('members.duplicates.lead')}
      crumbs={[{ label: t('members.title'), path: paths.members() }]}
    >
      <RefusalText error={distinct.error} />
      {items.length === 0 ? (
        <div className="rg-card">
          <EmptyState title={t('members.duplicates.none')}>{t('members.duplicates.noneText')}</EmptyState>
        </div>
      ) : (
        <ul className="rg-pairs">
          {items.map((pair) => (
            <li key={pair.first.id + pair.second.id} className="rg-card">
              <div className="rg-pair-people">
                <Person person={pair.first} />
                <Person person={pair.second} />
              </div>
              <div className="rg-pair-foot">
                <span className="rg-pair-reasons">
                  {pair.reasons.map((reason) => (
                    <StatusTag key={reason} tone="info">
                      {t(reasonWords[reason])}
                    </StatusTag>
                  ))}
                </span>
                <Button
                  loading={distinct.isPending && distinct.variables.memberIds[0] === pair.first.id}
                  onClick={() => distinct.mutate({ memberIds: [pair.first.id, pair.second.id] })}
                >
                  {t('members.duplicates.distinct')}
                </Button>
                <Link to={paths.memberMerge({ survivor: pair.first.id, absorbed: pair.second.id })}>
                  <Button type="primary">{t('members.duplicates.compare')}</Button>
                </Link>
              </div>
            </li>
          ))}
        </ul>
      )}
    </Page>
  )
}

function Person({ person }: { person: Pair['first'] }) {
  const { birthday } = person
  return (
    <div className="rg-pair-person">
      <Avatar name={person.name} seed={person.id} size={36} />
      <div>
        <Link to={paths.member({ memberId: person.id })}>{person.name}</Link>
        <span className="rg-faint">
          <PhoneText phone={person.phone} />
          {birthday && ` · ${birthdayInWords(birthday)}`}
        </span>
        <span className="rg-faint">
          {t('members.field.enrolledAt')} <InstantText at={person.enrolledAt} relative />
        </span>
      </div>
    </div>
  )
}
