import { AlertOutlined, GiftOutlined, PushpinOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { localDay } from '#shared/business-day.ts'
import { api, query } from '@staff/api'
import { Avatar, Facts, InstantText, StatusTag } from '@staff/ui'
import { t, type SentenceKey } from '#app/i18n.ts'
import { paths } from '#app/paths.ts'
import { useSession, useStore } from '#app/session.ts'
import { birthdayInWords, birthdaySoon, genderWords, sourceWords, type Member } from './member-words.ts'
import { MemberTags } from './member-tags.tsx'
import { MergedRecords } from './merged-records.tsx'
import { PhoneText } from './phone-text.tsx'

/** Who this is: what one must know before saying a word stands first. */
export function MemberCard({ member, isGone }: { member: Member; isGone: boolean }) {
  const { stores } = useSession()
  const store = useStore()
  const soon = birthdaySoon(member.nextBirthdayDay, localDay(new Date(), store.timeZone))
  const homeStore = stores.find(({ id }) => id === member.homeStoreId)?.name
  const tillNotes = member.notes.filter(({ isForTill }) => isForTill)
  return (
    <aside className="rg-card rg-member-card" aria-label={t('members.card.label')}>
      <div className="rg-member-head">
        <Avatar name={member.name} seed={member.id} size={64} />
        <div>
          <strong className="rg-member-name">{isGone ? '–' : <PhoneText phone={member.phone} />}</strong>
          <span className="rg-faint rg-tabular">{t('members.card.number', { number: member.number })}</span>
        </div>
      </div>
      {member.allergies && (
        <p className="rg-callout rg-callout-bad">
          <AlertOutlined />
          <span>
            <strong>{t('members.field.allergies')}</strong> {member.allergies}
          </span>
        </p>
      )}
      {soon && (
        <p className="rg-callout rg-callout-primary">
          <GiftOutlined />
          <span>{t('members.birthday.soon', { when: soon })}</span>
        </p>
      )}
      {tillNotes.map(({ id, body }) => (
        <p key={id} className="rg-callout">
          <PushpinOutlined />
          <span>{body}</span>
        </p>
      ))}
      <Facts
        rows={[
          [t('members.field.birthday'), member.birthday && birthdayFact(member)],
          [t('members.field.gender'), t(genderWords[member.gender])],
          [t('members.field.card'), member.card],
          [t('members.field.homeStore'), homeStore],
          [t('members.field.enrolledAt'), <InstantText key="at" at={member.enrolledAt} relative />],
          [t('members.field.source'), t(sourceWords[member.source])],
        ]}
      />
      {!isGone && <MemberTags member={member} />}
      <CustomFacts member={member} />
      <Relatives member={member} />
      {member.mergedIds.length > 0 && <MergedRecords memberId={member.id} />}
    </aside>
  )
}

function birthdayFact({ birthday, age }: Member): ReactNode {
  const words = birthday ? birthdayInWords(birthday) : ''
  if (age === null) return words
  return (
    <>
      <span className="rg-nowrap">{words}</span>{' '}
      <span className="rg-nowrap rg-faint">{t('members.birthday.age', { count: age })}</span>
    </>
  )
}

/** The merchant's own fields that this member has something in. */
function CustomFacts({ member }: { member: Member }) {
  const { data } = useQuery({ ...query(api.memberFieldList, {}), enabled: Object.keys(member.custom).length > 0 })
  const filled = (data?.items ?? []).filter(({ code }) => code in member.custom)
  if (filled.length === 0) return null
  const shown = (value: string | number | boolean | null | undefined) =>
    typeof value === 'boolean' ? t(value ? 'members.custom.yes' : 'members.custom.no') : String(value ?? '–')
  return (
    <div className="rg-member-part">
      <Facts rows={filled.map(({ code, label }) => [label, shown(member.custom[code])])} />
    </div>
  )
}

const relationWords: Record<Member['relatives'][number]['relation'], SentenceKey> = {
  household: 'members.relation.household',
  referrer: 'members.relation.referrer',
  referred: 'members.relation.referred',
}

function Relatives({ member }: { member: Member }) {
  if (member.relatives.length === 0) return null
  return (
    <div className="rg-member-part">
      <h2>{member.householdName || t('members.relation.title')}</h2>
      <ul className="rg-relatives">
        {member.relatives.map(({ id, name, relation }) => (
          <li key={id}>
            <Avatar name={name} seed={id} size={24} />
            <Link to={paths.member({ memberId: id })}>{name}</Link>
            <StatusTag>{t(relationWords[relation])}</StatusTag>
          </li>
        ))}
      </ul>
    </div>
  )
}
