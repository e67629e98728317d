/** Keys as they are printed on the keyboard: `<KeyHint keys={['Ctrl', 'K']} />`. */
export function KeyHint({ keys }: { keys: readonly string[] }) {
  return (
    <span className="rg-keys">
      {keys.map((key) => (
        <kbd key={key}>{key}</kbd>
      ))}
    </span>
  )
}
