/** A member's tier. `level` counts from 0, the tier everyone starts in; higher ones shine more. */
export function TierBadge({ name, level }: { name: string; level: number }) {
  return (
    <span className={`rg-tier rg-tier-${Math.max(0, Math.min(level, 5))}`}>
      <svg width="10" height="10" viewBox="0 0 10 10" aria-hidden="true">
        <path d="M5 .6 9.4 5 5 9.4.6 5Z" fill="currentColor" />
      </svg>
      {name}
    </span>
  )
}
