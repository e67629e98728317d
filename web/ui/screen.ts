import type { ComponentType } from 'react'
import type { RouteObject } from 'react-router'

type ScreenModule = Record<string, unknown> & { loader?: RouteObject['loader'] }

/**
 * A route whose page loads when it is opened: `screen('members', () => import('./member-list-page.tsx'), 'MemberListPage')`.
 * The page's file exports the component by name and, where it reads data, its `loader`.
 */
export function screen<Module extends ScreenModule>(
  path: string,
  load: () => Promise<Module>,
  component: keyof Module & string,
): RouteObject {
  return {
    path,
    lazy: async () => {
      const module = await load()
      return { Component: module[component] as ComponentType, ...(module.loader && { loader: module.loader }) }
    },
  }
}
