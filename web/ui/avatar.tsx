import { initialsOf, toneOf } from './initials-rules.ts'

type AvatarProps = {
  name: string
  /** What the colour follows, so that a person keeps theirs when the name changes: the id. */
  seed?: string
  photoUrl?: string | null
  size?: 24 | 30 | 36 | 48 | 64
}

/** A photo, or initials on a colour of their own. The name stands beside it, so it is hidden from screen readers. */
export function Avatar({ name, seed = name, photoUrl, size = 36 }: AvatarProps) {
  if (photoUrl) return <img className={`rg-avatar rg-avatar-${size}`} src={photoUrl} alt="" />
  return (
    <span className={`rg-avatar rg-avatar-${size} rg-tone-${toneOf(seed, 6)}`} aria-hidden="true">
      {initialsOf(name)}
    </span>
  )
}
