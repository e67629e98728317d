import { useEffect, useRef, type RefObject } from 'react'

/** What the till's own keys do. Letters and digits are never among them: they belong to the one input. */
export type TillKey =
  | 'F1'
  | 'F2'
  | 'F3'
  | 'F4'
  | 'F5'
  | 'F6'
  | 'F7'
  | 'F8'
  | 'F9'
  | 'F10'
  | 'Escape'
  | 'ArrowUp'
  | 'ArrowDown'
  | 'ArrowLeft'
  | 'ArrowRight'
  | 'Delete'
  | 'Enter'

type Keys = Partial<Record<TillKey, () => void>>

const inCart: ReadonlySet<string> = new Set(['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'Delete', 'Enter'])

/**
 * The till by keyboard. Function keys work wherever the focus is; arrows, Delete and Enter move in the cart as long as the
 * input is empty. A scanner types: what it sends lands in the input wherever the focus stood. Nothing while a dialog is open.
 */
export function useTillKeys(keys: Keys, input: RefObject<HTMLInputElement | null>): void {
  const latest = useRef(keys)
  latest.current = keys
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || isDialogOpen()) return
      const act = latest.current[event.key as TillKey]
      const field = input.current
      const isInInput = field !== null && event.target === field
      if (act && inCart.has(event.key)) {
        const isFree = isInInput ? field.value === '' : !isOnControl(event.target)
        if (!isFree) return
        event.preventDefault()
        act()
        return
      }
      if (act) {
        event.preventDefault()
        act()
        return
      }
      if (isTyping(event) && !isTextField(event.target)) field?.focus()
    }
    // Before the input's own handler: afterwards it may be empty, because Enter has just taken what stood in it.
    window.addEventListener('keydown', onKey, true)
    return () => window.removeEventListener('keydown', onKey, true)
  }, [input])
}

/** In an open dialog what is typed or scanned lands in one field, wherever the focus stood: a scanner asks nobody first. */
export function useScansLandIn(find: () => HTMLElement | null | undefined): void {
  const latest = useRef(find)
  latest.current = find
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!event.isComposing && isTyping(event) && !isTextField(event.target)) latest.current()?.focus()
    }
    window.addEventListener('keydown', onKey, true)
    return () => window.removeEventListener('keydown', onKey, true)
  }, [])
}

/** Function keys of an open dialog. */
export function useDialogKeys(keys: Readonly<Record<string, () => unknown>>): void {
  const latest = useRef(keys)
  latest.current = keys
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const act = latest.current[event.key]
      if (!act || event.isComposing) return
      event.preventDefault()
      act()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
}

/**
 * Enter does what the form's own button does, also while the focus is still on a choice that was tapped: a second press there
 * would only take the choice back. Blank presses choices. And while the dialog is opening its cross may have the focus before the
 * first field does: until somebody goes there by Tab, Enter in a quick hand means the form.
 */
export function useEnterSubmits(form: RefObject<HTMLFormElement | null>): void {
  useEffect(() => {
    let hasTabbed = false
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Tab') hasTabbed = true
      if (event.key !== 'Enter' || event.isComposing || event.repeat || !(event.target instanceof Element)) return
      const isInForm = form.current?.contains(event.target) === true
      const isOnChoice =
        isInForm && event.target.closest('.rg-pay-quick, .rg-pay-choices, .rg-pad, .ant-segmented') !== null
      const isOnFrame = !isInForm && !hasTabbed && form.current?.closest('.ant-modal')?.contains(event.target) === true
      if (!isOnChoice && !isOnFrame) return
      event.preventDefault()
      form.current?.requestSubmit()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [form])
}

/** One that is closing is closed to the hands: the next key belongs to the till again. */
function isDialogOpen(): boolean {
  const dialogs = document.querySelectorAll(
    '.ant-modal-wrap:not([style*="display: none"]) .ant-modal, .ant-drawer-open',
  )
  return [...dialogs].some((dialog) => !/-leave\b/.test(dialog.className))
}

/** A blank presses buttons. */
function isTyping({ key, ctrlKey, altKey, metaKey }: KeyboardEvent): boolean {
  return key.length === 1 && key !== ' ' && !ctrlKey && !altKey && !metaKey
}

function isTextField(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('input, textarea, select, [contenteditable="true"]')
}

function isOnControl(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('input, textarea, select, button, a, [role="button"]')
}
