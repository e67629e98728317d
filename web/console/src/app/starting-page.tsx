import { BrandMark } from '@web/ui/brand-mark.tsx'

/** What stands on the screen while the first page loads. */
export function StartingPage() {
  return (
    <div className="rg-starting" aria-busy="true">
      <BrandMark size={44} />
    </div>
  )
}
