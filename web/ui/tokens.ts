/**
 * Every colour, distance and size of the look, for the console and the member portal alike.
 *
 * The hues are a pine green for what can be done, an apricot for the brand's mark alone, and warm paper greys. Text
 * colours pass WCAG AA on every surface they are used on; `tokens.test.ts` measures it.
 */
export type ColorScheme = 'light' | 'dark'

export type Palette = Record<
  | 'canvas' // behind everything
  | 'surface' // cards, tables, the header
  | 'raised' // menus, drawers, hovered rows
  | 'sunken' // table heads, wells
  | 'line'
  | 'lineStrong'
  | 'ink'
  | 'inkSoft'
  | 'inkFaint'
  | 'primary' // fills and text that act
  | 'primaryHover'
  | 'primaryActive'
  | 'primarySoft' // selected rows, the current page
  | 'onPrimary'
  | 'accent'
  | 'good'
  | 'goodSoft'
  | 'warn'
  | 'warnSoft'
  | 'bad'
  | 'badSoft'
  | 'info'
  | 'infoSoft'
  | 'focus',
  string
>

export const palettes: Record<ColorScheme, Palette> = {
  light: {
    canvas: '#f6f5f1',
    surface: '#ffffff',
    raised: '#fbfaf7',
    sunken: '#f1efe9',
    line: '#e6e3da',
    lineStrong: '#c9c5b8',
    ink: '#1d2422',
    inkSoft: '#535d59',
    inkFaint: '#626b67',
    primary: '#0f6656',
    primaryHover: '#0b7b67',
    primaryActive: '#0a4d41',
    primarySoft: '#e4f0ec',
    onPrimary: '#ffffff',
    accent: '#d9702b',
    good: '#1d7240',
    goodSoft: '#e5f3e9',
    warn: '#8a5300',
    warnSoft: '#fcf0da',
    bad: '#b3261e',
    badSoft: '#fbe9e7',
    info: '#2a5d94',
    infoSoft: '#e7eff8',
    focus: '#0f6656',
  },
  dark: {
    canvas: '#111513',
    surface: '#191e1c',
    raised: '#212725',
    sunken: '#151a18',
    line: '#2c3431',
    lineStrong: '#4a5551',
    ink: '#e9edeb',
    inkSoft: '#b1bbb6',
    inkFaint: '#929d98',
    primary: '#56c2a8',
    primaryHover: '#74d3bc',
    primaryActive: '#3fa88f',
    primarySoft: '#1d3831',
    onPrimary: '#06231d',
    accent: '#ef9457',
    good: '#6fcb8d',
    goodSoft: '#1a3324',
    warn: '#e5b25a',
    warnSoft: '#382c14',
    bad: '#f28b82',
    badSoft: '#3d2220',
    info: '#8cbaeb',
    infoSoft: '#1d2d40',
    focus: '#74d3bc',
  },
}

/** Colours of series in charts, in the order they are given out; told apart by lightness too, not by hue alone. */
export const seriesColors: Record<ColorScheme, readonly string[]> = {
  light: ['#0f6656', '#d9702b', '#2a5d94', '#a98b2c', '#8a4f7d', '#5b8c5a'],
  dark: ['#56c2a8', '#ef9457', '#8cbaeb', '#d9bf66', '#c48fb8', '#93c592'],
}

/** Distances in px, multiples of four. */
const space = { 1: 4, 2: 8, 3: 12, 4: 16, 5: 20, 6: 24, 8: 32, 10: 40, 12: 48 } as const

/** Text sizes in px: 14 is the console's body, 16 the till's and the portal's. */
export const textSize = { xs: 12, sm: 13, md: 14, lg: 16, xl: 20, xxl: 26, display: 36 } as const

export const radius = { sm: 4, md: 8, lg: 12, pill: 999 } as const

export const fontFamily =
  "'Noto Sans SC Variable', 'PingFang SC', 'HarmonyOS Sans SC', 'Microsoft YaHei', system-ui, sans-serif"

const kebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)

/** The tokens as custom properties (`--rg-ink`, `--rg-space-4`, `--rg-text-lg`) for a style sheet. */
export function tokensAsCss(scheme: ColorScheme): string {
  const lines = [
    `color-scheme:${scheme}`,
    ...Object.entries(palettes[scheme]).map(([name, value]) => `--rg-${kebab(name)}:${value}`),
    ...seriesColors[scheme].map((value, index) => `--rg-series-${index + 1}:${value}`),
    ...Object.entries(space).map(([name, px]) => `--rg-space-${name}:${px}px`),
    ...Object.entries(textSize).map(([name, px]) => `--rg-text-${name}:${px / 16}rem`),
    ...Object.entries(radius).map(([name, px]) => `--rg-radius-${name}:${px}px`),
    `--rg-font:${fontFamily}`,
    `--rg-shadow:${scheme === 'light' ? '0 1px 2px rgb(29 36 34 / 6%), 0 8px 24px rgb(29 36 34 / 8%)' : '0 1px 2px rgb(0 0 0 / 40%), 0 8px 24px rgb(0 0 0 / 40%)'}`,
  ]
  return `:root{${lines.join(';')}}`
}
