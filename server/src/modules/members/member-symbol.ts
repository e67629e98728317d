import bwipjs, { type RenderOptions } from 'bwip-js/node'

/** The member's number as an SVG: QR for a phone or a printed card, Code 128 for laser scanners. Black on white, quiet zone included. */
export function memberSymbol(text: string, kind: 'qr' | 'barcode'): string {
  const common = { text, padding: 8, backgroundcolor: 'FFFFFF' }
  const qr: RenderOptions & { eclevel: string } = { ...common, bcid: 'qrcode', eclevel: 'M', scale: 4 }
  const barcode: RenderOptions = {
    ...common,
    bcid: 'code128',
    scale: 2,
    height: 14,
    includetext: true,
    textxalign: 'center',
  }
  return bwipjs.toSVG(kind === 'qr' ? qr : barcode)
}
