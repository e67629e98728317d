import { App } from 'antd'

/** A line that says a thing is done, and goes away by itself. What must not be missed belongs on the page instead. */
export function useNotice(): { done: (text: string) => void } {
  const { message } = App.useApp()
  return { done: (text) => void message.success(text) }
}
