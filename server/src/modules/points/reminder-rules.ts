/** How many days before their last one members are told of points, the earliest first. */
export const reminderSteps = [30, 7, 1] as const

/** The step that so many days left fall into: the smallest that has not passed; null while it is too early, or over. */
export function reminderStepOf(daysLeft: number): number | null {
  if (daysLeft < 0) return null
  return reminderSteps.findLast((step) => step >= daysLeft) ?? null
}
