import { api, useCommand } from '@staff/api'

/** The tags of one member, each change saved at once; what was chosen stands there while it is on its way. */
export function useMemberTags({ id, tagIds }: { id: string; tagIds: readonly string[] }) {
  const put = useCommand(api.memberTagsPut, {
    changes: [api.memberGet, api.memberList, api.memberTagList, api.memberTimeline],
    isPendingUntilRead: true,
  })
  const { addIds = [], removeIds = [] } = (put.isPending && put.variables) || {}
  const shown = [...tagIds.filter((tagId) => !removeIds.includes(tagId)), ...addIds]
  const save = (next: readonly string[]) =>
    put.mutate({
      memberIds: [id],
      addIds: next.filter((tagId) => !tagIds.includes(tagId)),
      removeIds: tagIds.filter((tagId) => !next.includes(tagId)),
    })
  return { tagIds: [...new Set(shown)], save, error: put.error }
}
