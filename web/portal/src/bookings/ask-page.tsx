import { useSuspenseQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { Navigate, useNavigate } from 'react-router'
import { api, query, useCommand, type ResponseOf } from '@staff/api'
import { formatDay, formatMoney, Page, RefusalText } from '@portal/ui'
import { wholeCatalogue } from '#modules/catalog/item-scope-rules.ts'
import { bookingWords, componentWords } from '#modules/passes/plan-words-rules.ts'
import { language, t } from '#portal/app/i18n.ts'
import { paths } from '#portal/app/paths.ts'
import { useShop } from '#portal/app/session.ts'
import { localDay } from '#shared/business-day.ts'
import { firstProposal, instantAt, stepMinutes } from './when-rules.ts'
import './bookings.css'

type Bookable = ResponseOf<typeof api.myBookingList>['bookable'][number]

/** A member asks for a time: what for, where, when. One visit is kept for it until the shop has answered. */
export function AskPage() {
  const { bookable, untilAt } = useSuspenseQuery(query(api.myBookingList, {})).data
  if (bookable.length === 0) return <Navigate to={paths.bookings()} replace />
  return (
    <Page title={t('bookings.ask')} backTo={paths.bookings()}>
      <AskForm bookable={bookable} untilAt={untilAt} />
    </Page>
  )
}

const keyOf = ({ passId, component }: Bookable) => `${passId} ${component.id}`

function AskForm({ bookable, untilAt }: { bookable: readonly Bookable[]; untilAt: string }) {
  const { stores, merchant } = useShop()
  const navigate = useNavigate()
  const [key, setKey] = useState(keyOf(bookable[0]!))
  const what = bookable.find((each) => keyOf(each) === key) ?? bookable[0]!
  const { storeIds, staffGrades } = what.component
  const open = stores.filter(({ id }) => storeIds === null || storeIds.includes(id))
  const [place, setPlace] = useState('')
  const store = open.find(({ id }) => id === place) ?? open[0]
  const [grade, setGrade] = useState('')
  const staffGrade = staffGrades.find((each) => each === grade) ?? staffGrades[0]
  const [when, setWhen] = useState(() => firstProposal(new Date(), merchant.timeZone))
  const ask = useCommand(api.myBookingCreate, {
    changes: [api.myBookingList, api.myPassList],
    onSuccess: () => void navigate(paths.bookings(), { replace: true }),
  })
  const isWhole = store !== undefined && when.day !== '' && when.clock !== ''
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!isWhole) return
    ask.mutate({
      ...{ passId: what.passId, componentId: what.component.id, storeId: store.id },
      startsAt: instantAt(when.day, when.clock, merchant.timeZone).toISOString(),
      ...(staffGrade ? { staffGrade } : {}),
    })
  }
  return (
    <form className="rp-form" onSubmit={submit}>
      <label className="rp-field">
        <span>{t('bookings.what')}</span>
        <select className="rp-select" value={key} onChange={(event) => setKey(event.target.value)}>
          {bookable.map((each) => (
            <option key={keyOf(each)} value={keyOf(each)}>
              {each.component.name} · {each.passName}
            </option>
          ))}
        </select>
      </label>
      <p className="rp-small">{wordsOf(what)}</p>
      {open.length > 1 && <Choice label={t('orders.store')} value={store!.id} options={open} onChoose={setPlace} />}
      {staffGrades.length > 1 && (
        <Choice
          label={t('bookings.grade')}
          value={staffGrade!}
          options={staffGrades.map((each) => ({ id: each, name: each }))}
          onChoose={setGrade}
        />
      )}
      <div className="rp-booking-when">
        <label className="rp-field">
          <span>{t('bookings.day')}</span>
          <input
            className="rp-input"
            type="date"
            required
            min={localDay(new Date(), merchant.timeZone)}
            max={localDay(new Date(untilAt), merchant.timeZone)}
            value={when.day}
            onChange={(event) => setWhen({ ...when, day: event.target.value })}
          />
        </label>
        <label className="rp-field">
          <span>{t('bookings.time')}</span>
          <input
            className="rp-input"
            type="time"
            required
            step={stepMinutes * 60}
            value={when.clock}
            onChange={(event) => setWhen({ ...when, clock: event.target.value })}
          />
        </label>
      </div>
      <p className="rp-small">
        {t('bookings.kept')} {rulesOf(what)}
      </p>
      <RefusalText error={ask.error} />
      <button className="rp-button" type="submit" disabled={ask.isPending || !isWhole}>
        {t('bookings.send')}
      </button>
    </form>
  )
}

/** What is left, and when it can be used; which goods it is for the shop knows. */
function wordsOf({ component, leftUnits, endsDay }: Bookable): string {
  const wording = { language: language(), money: formatMoney, nameOf: () => undefined }
  const words = componentWords({ ...component, scope: wholeCatalogue, storeIds: null, staffGrades: [] }, wording)
  const left = leftUnits === null ? [] : [t('bookings.left', { count: leftUnits })]
  const until = endsDay === null ? [] : [t('bookings.endsDay', { day: formatDay(endsDay) })]
  return [words, ...left, ...until].join(' · ')
}

/** Until when it is called off for nothing, and what becomes of the visit when nobody comes; where the plan says nothing, the shop's word. */
function rulesOf({ booking }: Bookable): string {
  if (!booking) return t('bookings.usual')
  return bookingWords({ booking }, language()).join(' ')
}

type ChoiceProps = {
  label: string
  value: string
  options: readonly { id: string; name: string }[]
  onChoose: (id: string) => void
}

function Choice({ label, value, options, onChoose }: ChoiceProps) {
  return (
    <label className="rp-field">
      <span>{label}</span>
      <select className="rp-select" value={value} onChange={(event) => onChoose(event.target.value)}>
        {options.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
    </label>
  )
}
