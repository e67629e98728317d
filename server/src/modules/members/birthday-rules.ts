import { Lunar, LunarMonth, LunarYear, Solar } from 'lunar-typescript'
import { type Day, isDay } from '#shared/business-day.ts'
import { refuse, type Refusal } from '#shared/refusal.ts'

/** A birthday as the member says it: by the solar or the lunar calendar, with or without the year. */
export type Birthday = {
  calendar: 'solar' | 'lunar'
  year: number | null
  month: number
  date: number
  isLeapMonth: boolean
}

/** A leap year of the solar calendar, for birthdays that come without their year. */
const anyLeapYear = 2000

const twoDigits = (value: number) => String(value).padStart(2, '0')

/** Days of a lunar month; 0 where the year has no such (leap) month. */
function lunarMonthLength(year: number, month: number, isLeapMonth: boolean): number {
  return LunarMonth.fromYm(year, isLeapMonth ? -month : month)?.getDayCount() ?? 0
}

/** Refuses dates that no calendar has (30 February, a leap month the year does not have) and years no member was born in. */
export function checkBirthday(birthday: Birthday, today: Day): Birthday | Refusal<'invalid_birthday'> {
  const { calendar, year, month, date, isLeapMonth } = birthday
  if (month < 1 || month > 12 || date < 1) return refuse('invalid_birthday')
  const thisYear = Number(today.slice(0, 4))
  if (year !== null && (year < thisYear - 130 || year > thisYear)) return refuse('invalid_birthday')
  if (calendar === 'solar') {
    const day = `${String(year ?? anyLeapYear).padStart(4, '0')}-${twoDigits(month)}-${twoDigits(date)}`
    const isReal = !isLeapMonth && isDay(day) && (year === null || day <= today)
    return isReal ? birthday : refuse('invalid_birthday')
  }
  if (date > 30) return refuse('invalid_birthday')
  if (year === null) return birthday
  return date <= lunarMonthLength(year, month, isLeapMonth) && solarDayOfLunar(birthday, year) <= today
    ? birthday
    : refuse('invalid_birthday')
}

/**
 * The solar day on which a lunar birthday falls in a lunar year.
 *
 * A leap-month birthday is kept in its leap month where the year has it, else in the ordinary one. The 30th of a month with 29
 * days is its 29th.
 */
function solarDayOfLunar({ month, date, isLeapMonth }: Birthday, lunarYear: number): Day {
  const inLeap = isLeapMonth && LunarYear.fromYear(lunarYear).getLeapMonth() === month
  const last = lunarMonthLength(lunarYear, month, inLeap)
  return Lunar.fromYmd(lunarYear, inLeap ? -month : month, Math.min(date, last))
    .getSolar()
    .toYmd()
}

/** The solar day of a birthday in a solar year: 29 February is kept on the 28th of other years. */
function solarDayIn({ month, date }: Birthday, year: number): Day {
  const day = `${year}-${twoDigits(month)}-${twoDigits(date)}`
  return isDay(day) ? day : `${year}-02-28`
}

/** The first day from `today` on that the birthday is kept, as a solar date. */
export function nextBirthday(birthday: Birthday, today: Day): Day {
  const year = Number(today.slice(0, 4))
  const candidates =
    birthday.calendar === 'solar'
      ? [solarDayIn(birthday, year), solarDayIn(birthday, year + 1)]
      : // A lunar year reaches into the next solar one, so the one that began last year may still hold the birthday.
        [year - 1, year, year + 1].map((lunarYear) => solarDayOfLunar(birthday, lunarYear))
  return candidates.find((day) => day >= today)!
}

/** Whole years on a day; null without a year of birth. Lunar ages are counted by the lunar year's own birthdays. */
export function ageOn(birthday: Birthday, today: Day): number | null {
  if (birthday.year === null) return null
  const lunarYear = Solar.fromYmd(...ymd(today))
    .getLunar()
    .getYear()
  const year = birthday.calendar === 'solar' ? Number(today.slice(0, 4)) : lunarYear
  const thisYears = birthday.calendar === 'solar' ? solarDayIn(birthday, year) : solarDayOfLunar(birthday, year)
  return year - birthday.year - (thisYears > today ? 1 : 0)
}

function ymd(day: Day): [number, number, number] {
  return day.split('-').map(Number) as [number, number, number]
}
