import { code128 } from './code-128-rules.ts'

const quietZone = 10

/** The member code for laser scanners. Hidden from screen readers: it says what the QR code beside it says. */
export function BarCode({ digits }: { digits: string }) {
  let at = quietZone
  const bars = code128(digits).flatMap((width, index) => {
    const x = at
    at += width
    return index % 2 === 0 ? [`M${x} 0h${width}v1h-${width}z`] : []
  })
  return (
    <svg
      className="rp-symbol rp-bars"
      viewBox={`0 0 ${at + quietZone} 1`}
      preserveAspectRatio="none"
      aria-hidden="true"
      shapeRendering="crispEdges"
    >
      <path d={bars.join('')} fill="#000" />
    </svg>
  )
}
