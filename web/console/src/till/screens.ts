import type { RouteObject } from 'react-router'

/**
 * Screens of the till, inside its own full-window layout. Paths are relative to `/till`. The catalogue is on its way while the page's
 * own script still is.
 */
export const tillScreens: RouteObject[] = [
  {
    path: '',
    loader: async (args) => (await import('./till-loader.ts')).loadTill(args),
    lazy: async () => ({ Component: (await import('./till-page.tsx')).TillPage }),
  },
]
