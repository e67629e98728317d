import { api, hrefOf } from '@staff/api'
import { Avatar } from '@staff/ui'
import './item-parts.css'

/** An item at a glance: its photo, or its first signs on a colour of its own. */
export function ItemFace({ name, seed, pictureId }: { name: string; seed: string; pictureId: string | null }) {
  if (!pictureId) return <Avatar name={name} seed={seed} size={30} />
  return (
    <img
      className="rg-item-face"
      src={hrefOf(api.pictureGet, { pictureId })}
      alt=""
      width={30}
      height={30}
      loading="lazy"
    />
  )
}
