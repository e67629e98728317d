/** The mark: a path that goes round and comes back to a warm point, as a regular does. */
export function BrandMark({ size = 28 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="9" className="rg-mark-ground" />
      <path
        d="M21.8 9.4A9 9 0 1 0 25 16c0-3.2-2.5-5.6-5.4-5.6-2.7 0-4.9 2.1-4.9 4.7"
        fill="none"
        className="rg-mark-path"
        strokeWidth="2.6"
        strokeLinecap="round"
      />
      <circle cx="15.4" cy="17.6" r="2.7" className="rg-mark-point" />
    </svg>
  )
}
