/** What members may give each other: so many points a day and a year, by who has been a member for so long. */
export type GiftPolicy = { isOn: boolean; dayMost: number; yearMost: number; memberDays: number }

export const builtInGiftPolicy: GiftPolicy = { isOn: true, dayMost: 1_000, yearMost: 10_000, memberDays: 30 }

/** A gift waits so long for a yes; then the points go back. */
export const giftHours = 24
/** A gift may not come back to its giver, over however many hands, within this time. */
export const loopDays = 90
/** What returned goods brought back is not given on for so long (R18). */
export const refundedDays = 7
/** Value whose lot ended while it lay in a reservation that came to nothing lives this long again. */
export const reopenedDays = 30
/** A parcel that nobody spoke of again has arrived after so many days. */
export const parcelDays = 15
