/** The last time at or before `now` at which the clock of this machine showed `hour`:00. */
export function lastNight(now: Date, hour: number): Date {
  const at = new Date(now)
  at.setHours(hour, 0, 0, 0)
  if (at > now) at.setDate(at.getDate() - 1)
  return at
}
