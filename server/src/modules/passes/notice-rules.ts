/** How many days before its last one a pass is told of, the earliest first. */
export const passSteps = [30, 7, 1] as const

/** A pass that ended longer ago (the server was away, it was imported) is told of to nobody. */
export const toldForDays = 3
