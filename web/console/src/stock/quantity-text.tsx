/** Thousandths of a unit as people say it: 3 件, 0.25 kg. Negative ones stand out. */
export function QuantityText({ milli, unit, signed = false }: { milli: number; unit: string; signed?: boolean }) {
  const tone = milli < 0 ? 'rg-bad' : signed && milli > 0 ? 'rg-good' : ''
  return (
    <span className={`rg-tabular ${tone}`}>
      {signed && milli > 0 ? '+' : ''}
      {(milli / 1000).toLocaleString()} <small className="rg-faint">{unit}</small>
    </span>
  )
}
