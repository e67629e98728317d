/** Told every statement of the suite. */
export function recordStatement(text: string): void {
  void text
}
