import { api, query, type ResponseOf } from '@staff/api'

export type MemberTag = ResponseOf<typeof api.memberTagList>['items'][number]

/** The shop's tags by name, each with how many members have it. */
export const tagsQuery = query(api.memberTagList, {})
