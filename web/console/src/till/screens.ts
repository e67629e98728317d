import type { RouteObject } from 'react-router'
import { screen } from '#app/screen.ts'

/** Screens of the till, inside its own full-window layout. Paths are relative to `/till`. */
export const tillScreens: RouteObject[] = [screen('', () => import('./till-page.tsx'), 'TillPage')]
