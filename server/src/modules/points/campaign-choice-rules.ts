/** Through what a sale came. `offline`: made at a till without a line, booked later. */
export const earnChannels = ['till', 'offline', 'portal', 'mall'] as const
export type EarnChannel = (typeof earnChannels)[number]

/** When in a member's life a campaign holds. A week is Monday to Sunday and a month the calendar's, around the birthday. */
export const campaignOccasions = ['any', 'first_visit', 'birthday_day', 'birthday_week', 'birthday_month'] as const
export type CampaignOccasion = (typeof campaignOccasions)[number]

/** In what a member's uses are counted; for a birthday campaign a year is that birthday. */
export const capPeriods = ['day', 'month', 'year', 'ever'] as const
export type CapPeriod = (typeof capPeriods)[number]
