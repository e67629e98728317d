import { ArrowRightOutlined, SwapOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button, Skeleton } from 'antd'
import { useNavigate, useSearchParams } from 'react-router'
import { isUuid } from '#shared/ids.ts'
import { api, query, useCommand, type ResponseOf } from '@staff/api'
import {
  Avatar,
  EmptyState,
  Facts,
  formatPhone,
  InstantText,
  listText,
  Page,
  RefusalText,
  Section,
  SubmitButton,
  useNotice,
} from '@staff/ui'
import { t, type SentenceKey } from '#app/i18n.ts'
import { paths } from '#app/paths.ts'
import { MemberPicker } from './member-picker.tsx'
import { birthdayInWords, genderWords, purposeWords, type Member, type Purpose } from './member-words.ts'
import './members.css'
import { PhoneText } from './phone-text.tsx'
import { ValueFacts } from './value-facts.tsx'

type Quote = ResponseOf<typeof api.memberMergeQuote>

const idOf = (params: URLSearchParams, name: string) => {
  const id = params.get(name)
  return id && isUuid(id) ? id : null
}

/** Two records of one person made one: who stays, who goes, and all that moves, before it happens. */
export function MergePage() {
  const [params, setParams] = useSearchParams()
  const [survivorId, absorbedId] = [idOf(params, 'survivor'), idOf(params, 'absorbed')]
  const choose = (part: Record<string, string | null>) =>
    setParams(
      (before) => {
        const next = new URLSearchParams(before)
        for (const [name, id] of Object.entries(part)) {
          if (id) next.set(name, id)
          else next.delete(name)
        }
        return next
      },
      { replace: true },
    )
  return (
    <Page
      title={t('members.merge.title')}
      lead={t('members.merge.lead')}
      crumbs={[
        { label: t('members.title'), path: paths.members() },
        { label: t('members.duplicates.title'), path: paths.memberDuplicates() },
      ]}
    >
      <div className="rg-merge-pair">
        <Side
          title={t('members.merge.goes')}
          memberId={absorbedId}
          exceptId={survivorId}
          onChoose={(id) => choose({ absorbed: id })}
        />
        <div className="rg-merge-arrow">
          <ArrowRightOutlined />
          <Button
            icon={<SwapOutlined />}
            aria-label={t('members.merge.swap')}
            disabled={!survivorId || !absorbedId}
            onClick={() => choose({ survivor: absorbedId, absorbed: survivorId })}
          />
        </div>
        <Side
          title={t('members.merge.stays')}
          memberId={survivorId}
          exceptId={absorbedId}
          onChoose={(id) => choose({ survivor: id })}
        />
      </div>
      {survivorId && absorbedId ? (
        <MergePlan key={survivorId + absorbedId} survivorId={survivorId} absorbedId={absorbedId} />
      ) : (
        <div className="rg-card">
          <EmptyState title={t('members.merge.choose')}>{t('members.merge.chooseText')}</EmptyState>
        </div>
      )}
    </Page>
  )
}

type SideProps = {
  title: string
  memberId: string | null
  exceptId: string | null
  onChoose: (id: string | null) => void
}

function Side({ title, memberId, exceptId, onChoose }: SideProps) {
  const { data } = useQuery({ ...query(api.memberGet, { memberId: memberId ?? '' }), enabled: memberId !== null })
  return (
    <Section title={title}>
      {memberId && data ? (
        <>
          <div className="rg-member-head">
            <Avatar name={data.name} seed={data.id} size={48} />
            <div>
              <strong className="rg-member-name">{data.name}</strong>
              <span className="rg-faint rg-tabular">{data.number}</span>
            </div>
            <Button size="small" type="text" onClick={() => onChoose(null)}>
              {t('members.merge.other')}
            </Button>
          </div>
          <Facts rows={personFacts(data)} />
        </>
      ) : (
        <MemberPicker aria-label={title} onChange={onChoose} {...(exceptId && { exceptId })} />
      )}
    </Section>
  )
}

function personFacts(member: Member) {
  return [
    [t('members.field.phone'), <PhoneText key="phone" phone={member.phone} />],
    [t('members.field.birthday'), member.birthday && birthdayInWords(member.birthday)],
    [t('members.field.gender'), t(genderWords[member.gender])],
    [t('members.field.enrolledAt'), <InstantText key="at" at={member.enrolledAt} />],
  ] as const
}

const fillWords: Record<string, SentenceKey> = {
  gender: 'members.field.gender',
  birthday: 'members.field.birthday',
  homeStoreId: 'members.field.homeStore',
  referrerId: 'members.field.referrer',
  householdId: 'members.household.title',
  allergies: 'members.field.allergies',
}

function MergePlan({ survivorId, absorbedId }: { survivorId: string; absorbedId: string }) {
  const navigate = useNavigate()
  const notice = useNotice()
  const quote = useQuery(query(api.memberMergeQuote, { survivorId, absorbedId }))
  const { data: absorbed } = useQuery(query(api.memberGet, { memberId: absorbedId }))
  const merge = useCommand(api.memberMergeCreate, {
    onSuccess: () => {
      notice.done(t('members.merge.done'))
      return navigate(paths.member({ memberId: survivorId }))
    },
    onRefused: () => void quote.refetch(),
  })
  if (quote.isError) {
    return (
      <div className="rg-card rg-list-error">
        <RefusalText error={quote.error} />
      </div>
    )
  }
  if (!quote.data || !absorbed) return <Skeleton active />
  return (
    <Section title={t('members.merge.plan')}>
      <PlanList quote={quote.data} absorbed={absorbed} />
      {quote.data.value.length > 0 && <ValueFacts value={quote.data.value} />}
      <div className="rg-drawer-foot">
        <SubmitButton
          size="large"
          isBusy={merge.isPending}
          onClick={() => merge.mutate({ survivorId, absorbedId, fingerprint: quote.data.fingerprint })}
        >
          {t('members.merge.confirm', { name: absorbed.name })}
        </SubmitButton>
        <RefusalText error={merge.error} />
      </div>
      <p className="rg-faint rg-after-foot">{t('members.merge.undoable')}</p>
    </Section>
  )
}

function PlanList({ quote, absorbed }: { quote: Quote; absorbed: Member }) {
  const labels = listText(absorbed.credentials.map(({ label }) => (label.startsWith('+') ? formatPhone(label) : label)))
  const filled = quote.fill.fields.flatMap((field) => (fillWords[field] ? [t(fillWords[field])] : []))
  const refused = quote.consents
    .filter(({ isGiven }) => !isGiven)
    .map(({ purpose }) => t(purposeWords[purpose as Purpose]))
  const agreed = quote.consents
    .filter(({ isGiven }) => isGiven)
    .map(({ purpose }) => t(purposeWords[purpose as Purpose]))
  const lines = [
    quote.credentialIds.length > 0 ? t('members.merge.credentials', { list: labels }) : null,
    filled.length > 0 ? t('members.merge.fills', { list: listText(filled) }) : null,
    quote.fill.customCodes.length > 0 ? t('members.merge.custom', { count: quote.fill.customCodes.length }) : null,
    agreed.length > 0 ? t('members.merge.agrees', { list: listText(agreed) }) : null,
    refused.length > 0 ? t('members.merge.refuses', { list: listText(refused) }) : null,
    t(quote.value.length > 0 ? 'members.merge.value' : 'members.merge.noValue'),
    t('members.merge.history'),
  ]
  return (
    <ul className="rg-plain-list">
      {lines.filter(Boolean).map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  )
}
