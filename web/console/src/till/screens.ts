import type { RouteObject } from 'react-router'

/** Screens of the till, inside its own full-window layout. Paths are relative to `/till`. */
export const tillScreens: RouteObject[] = []
