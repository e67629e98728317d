/** Line drawings on a grid of 24, in the colour of the text around them. */
const drawings = {
  home: 'M3.5 10.5 12 3.5l8.5 7V20a.5.5 0 0 1-.5.5h-5.5v-6h-5v6H4a.5.5 0 0 1-.5-.5Z',
  list: 'M7 3.5h10a1.5 1.5 0 0 1 1.5 1.5v15.5l-2.6-1.8-2.6 1.8-2.6-1.8-2.6 1.8-2.6-1.8V5A1.5 1.5 0 0 1 7 3.5ZM9 8.5h6M9 12.5h6',
  code: 'M4 4h6v6H4ZM14 4h6v6h-6ZM4 14h6v6H4ZM14 14h2.5v2.5H14ZM17.5 17.5H20V20h-2.5ZM20 14v.5M14 20v-.5',
  gift: 'M4 11.5h16V20a.5.5 0 0 1-.5.5h-15A.5.5 0 0 1 4 20ZM3 7.5h18v4H3ZM12 7.5v13M12 7.5C9 7.5 7.5 6.3 7.5 5S9 3 10 3.6c1 .6 2 2.4 2 3.9Zm0 0c3 0 4.5-1.2 4.5-2.5S15 3 14 3.6c-1 .6-2 2.4-2 3.9Z',
  person: 'M12 12.2a4.1 4.1 0 1 0 0-8.2 4.1 4.1 0 0 0 0 8.2ZM4.2 20.5a7.8 7.8 0 0 1 15.6 0',
  star: 'm12 3.5 2.6 5.4 5.9.8-4.3 4.1 1 5.9-5.2-2.8-5.2 2.8 1-5.9L3.5 9.7l5.9-.8Z',
  wallet: 'M4 7.5h14.5A1.5 1.5 0 0 1 20 9v9.5a1.5 1.5 0 0 1-1.5 1.5h-13A1.5 1.5 0 0 1 4 18.5Zm0 0L16 4v3.5M16 13.8h.5',
  ticket:
    'M3.5 8V6a.5.5 0 0 1 .5-.5h16a.5.5 0 0 1 .5.5v2a2.5 2.5 0 0 0 0 5v5a.5.5 0 0 1-.5.5H4a.5.5 0 0 1-.5-.5v-5a2.5 2.5 0 0 0 0-5ZM14 5.5v2M14 10v2M14 14.5v4',
  calendar: 'M4 6h16v14H4ZM4 10h16M8 3.5V8M16 3.5V8',
  bell: 'M6 16.5V11a6 6 0 0 1 12 0v5.5l1.5 1.5h-15ZM10 20.5h4',
  shield: 'M12 3.5 19 6v5.5c0 4.5-3 7.5-7 9-4-1.5-7-4.5-7-9V6ZM9 11.8l2.2 2.2L15 9.8',
  book: 'M5 4.5h11A2.5 2.5 0 0 1 18.5 7v13H7.5A2.5 2.5 0 0 1 5 17.5ZM5 17.5A2.5 2.5 0 0 1 7.5 15h11',
  phone: 'M7 3.5h10v17H7ZM11 17.8h2',
  out: 'M10 4H5v16h5M14.5 8l4 4-4 4M18.5 12H9',
  chevron: 'm9.5 6 6 6-6 6',
  back: 'm14.5 5-7 7 7 7',
  check: 'm5 12.5 4.5 4.5L19 7.5',
  clock: 'M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17ZM12 7.5V12l3 2',
  sun: 'M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8ZM12 3v1.5M12 19.5V21M3 12h1.5M19.5 12H21M5.6 5.6l1.1 1.1M17.3 17.3l1.1 1.1M5.6 18.4l1.1-1.1M17.3 6.7l1.1-1.1',
  shop: 'M4.5 9.5V20h15V9.5M3.5 9.5 5 4h14l1.5 5.5a2.8 2.8 0 0 1-5.6 0 2.8 2.8 0 0 1-5.8 0 2.8 2.8 0 0 1-5.6 0ZM9.5 20v-5.5h5V20',
  download: 'M12 4v11M7.5 11 12 15.5 16.5 11M4.5 19.5h15',
  globe:
    'M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17ZM3.5 12h17M12 3.5c2.5 2.3 3.7 5.2 3.7 8.5s-1.2 6.2-3.7 8.5c-2.5-2.3-3.7-5.2-3.7-8.5s1.2-6.2 3.7-8.5Z',
  refresh: 'M19.5 12a7.5 7.5 0 1 1-2.2-5.3M19.5 4v4h-4',
} as const

export type IconName = keyof typeof drawings

/** Stands beside words that say the same, so it is hidden from screen readers. */
export function Icon({ name, size = 22 }: { name: IconName; size?: number }) {
  return (
    <svg className="rp-icon" width={size} height={size} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={drawings[name]} />
    </svg>
  )
}
