import assert from 'node:assert/strict'
import { test } from 'node:test'
import { palettes, type ColorScheme, type Palette } from './tokens.ts'

/** Relative luminance by WCAG 2.2. */
function luminance(hex: string): number {
  const channels = [1, 3, 5].map((start) => Number.parseInt(hex.slice(start, start + 2), 16) / 255)
  const [red, green, blue] = channels.map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)) as [
    number,
    number,
    number,
  ]
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(a: string, b: string): number {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number]
  return (high + 0.05) / (low + 0.05)
}

const backgrounds = ['canvas', 'surface', 'raised', 'sunken'] as const
const text: (readonly [keyof Palette, readonly (keyof Palette)[]])[] = [
  ['ink', [...backgrounds, 'primarySoft', 'goodSoft', 'warnSoft', 'badSoft', 'infoSoft']],
  ['inkSoft', [...backgrounds, 'primarySoft']],
  ['inkFaint', backgrounds],
  ['primary', [...backgrounds, 'primarySoft']],
  ['good', [...backgrounds, 'goodSoft']],
  ['warn', [...backgrounds, 'warnSoft']],
  ['bad', [...backgrounds, 'badSoft']],
  ['info', [...backgrounds, 'infoSoft']],
  ['onPrimary', ['primary', 'primaryHover', 'primaryActive']],
]

for (const scheme of ['light', 'dark'] satisfies ColorScheme[]) {
  for (const [front, behind] of text) {
    test(`${front} can be read on everything it stands on in the ${scheme} scheme`, () => {
      const palette = palettes[scheme]
      for (const back of behind) {
        const ratio = contrast(palette[front], palette[back])
        assert.ok(ratio >= 4.5, `${front} on ${back} is ${ratio.toFixed(2)}, below 4.5`)
      }
    })
  }

  test(`the focus ring stands out from every surface in the ${scheme} scheme`, () => {
    for (const back of backgrounds) assert.ok(contrast(palettes[scheme].focus, palettes[scheme][back]) >= 3)
  })
}
