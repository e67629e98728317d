import { useQuery } from '@tanstack/react-query'
import { StatusTag } from '@staff/ui'
import { tagsQuery } from './tags-query.ts'

/** Tags in words; with `most`, how many more there are stands for the rest. */
export function TagList({ tagIds, most = tagIds.length }: { tagIds: readonly string[]; most?: number }) {
  const { data } = useQuery({ ...tagsQuery, enabled: tagIds.length > 0 })
  const names = tagIds.flatMap((tagId) => data?.items.find((tag) => tag.tagId === tagId)?.name ?? [])
  return (
    <>
      {names.slice(0, most).map((name) => (
        <StatusTag key={name}>{name}</StatusTag>
      ))}
      {names.length > most && <span className="rg-faint">+{names.length - most}</span>}
    </>
  )
}
