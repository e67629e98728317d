/** What so many points are worth at so many cents per hundred, rounded down: the shop promises no more than it pays. */
export function worthOf(points: number, centsPerHundred: number): number {
  return Math.floor((points * centsPerHundred) / 100)
}
