import type { ParseArgsConfig } from 'node:util'
import type { Config } from '#platform/config.ts'

export type CommandOptions = NonNullable<ParseArgsConfig['options']>
export type OptionValues = Record<string, string | boolean | (string | boolean)[] | undefined>

/** What a command gets: its words and options, the settings, and the ways to speak. */
export type CommandInput = {
  words: string[]
  options: OptionValues
  env: NodeJS.ProcessEnv
  config: Config
  output: Output
}

export type CliCommand = {
  /** Options beside `--json` and `--help`, which every command has. */
  options?: CommandOptions
  /** Least and most words after the command's name. Default: none. */
  words?: readonly [least: number, most: number]
  /** It makes what it needs on DATA_DIR; other commands are about data that is there. */
  startsSystem?: boolean
  run(input: CommandInput): Promise<void>
}

/** The command was typed wrongly: exit code 2, with its usage. */
export class UsageError extends Error {
  override name = 'UsageError'
}

/** The command was understood and cannot be done: exit code 1, with a sentence. */
export class CommandRefused extends Error {
  override name = 'CommandRefused'
  readonly code: string

  constructor(code: string, sentence: string) {
    super(sentence)
    this.code = code
  }
}

/** Text of an option that has to be there. */
export function requiredText(options: OptionValues, name: string): string {
  const value = options[name]
  if (typeof value !== 'string' || value.trim() === '') throw new UsageError(`--${name} is needed`)
  return value.trim()
}

export function optionalText(options: OptionValues, name: string): string | null {
  const value = options[name]
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null
}

export type Output = {
  isJson: boolean
  /** A line for people; silent with `--json`. */
  say(line: string): void
  /** The command's one result: the document with `--json`, else the lines that `inWords` makes of it. */
  result(document: unknown, inWords: string | (() => string)): void
  /** How far long work has come: redrawn in place on a terminal, nothing in a pipe. */
  progress(line: string): void
}

/** Writes to a terminal or a pipe. Progress goes to standard error, so that results can be piped. */
export function makeOutput(
  isJson: boolean,
  out: NodeJS.WriteStream = process.stdout,
  err: NodeJS.WriteStream = process.stderr,
): Output {
  let isDrawn = false
  const clear = () => {
    if (isDrawn) err.write('\r\u001b[2K')
    isDrawn = false
  }
  return {
    isJson,
    say(line) {
      if (isJson) return
      clear()
      out.write(`${line}\n`)
    },
    result(document, inWords) {
      clear()
      out.write(`${isJson ? JSON.stringify(document) : typeof inWords === 'string' ? inWords : inWords()}\n`)
    },
    progress(line) {
      if (!err.isTTY) return
      err.write(`\r\u001b[2K${line.slice(0, Math.max(20, (err.columns ?? 80) - 1))}`)
      isDrawn = true
    },
  }
}
