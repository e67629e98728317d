import { BrandMark } from '@web/ui/brand-mark.tsx'

/** While the first page loads: the mark, and nothing that moves when the page comes. */
export function StartingPage() {
  return (
    <div className="rp-starting" role="status" aria-busy="true">
      <BrandMark size={44} />
    </div>
  )
}
