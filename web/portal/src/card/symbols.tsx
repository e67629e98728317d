import { encode } from 'uqr'
import { code128 } from './code-128-rules.ts'

/** A QR code, black on white whatever the scheme: scanners see nothing else well. Its quiet zone is drawn with it. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const { data, size } = encode(text, { ecc: 'M', border: 2 })
  const path = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : []))).join('')
  return (
    <svg
      className="rp-symbol"
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label={label}
      shapeRendering="crispEdges"
    >
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  )
}

const quietZone = 10

/** The same for laser scanners. Hidden from screen readers: it says what the QR code beside it says. */
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
