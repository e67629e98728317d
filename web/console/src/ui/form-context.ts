import { createContext, useContext, useEffect } from 'react'
import type { Refusal } from '#shared/refusal.ts'

/** Turns what was typed into what the server takes, or says why it cannot. */
export type Parse = (typed: string) => string | number | null | Refusal

type FormContext = {
  isBusy: boolean
  error: unknown
  register: (name: string, parse: Parse | null) => () => void
}

export const CommandFormContext = createContext<FormContext | null>(null)

export function useCommandForm(): FormContext | null {
  return useContext(CommandFormContext)
}

/** Makes a field known to its form: refusals that name it are shown at it, and its text is parsed on submit. */
export function useFormField(name: string, parse: Parse | null = null): void {
  const register = useContext(CommandFormContext)?.register
  useEffect(() => register?.(name, parse), [register, name, parse])
}
