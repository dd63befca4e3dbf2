/** One line a figure, as JSON: what was measured, the goal if there is one, and how far the rounds lay apart. */
export interface Measurement {
  figure: string;
  value: number;
  goal: string | null;
  met: boolean | null;
  spread: [least: number, most: number];
}

export const ROUNDS = 5;

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

export const percentile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))]!;

/** Prints the median of the rounds against a goal: `{ least: 0.6 }`, `{ most: 1.4 }` or none. */
export function report(
  figure: string,
  rounds: readonly number[],
  goal: { least?: number; most?: number } = {},
): Measurement {
  const value = round(median(rounds));
  const wanted = goal.least !== undefined ? `>= ${goal.least}` : goal.most !== undefined ? `<= ${goal.most}` : null;
  const met = goal.least !== undefined ? value >= goal.least : goal.most !== undefined ? value <= goal.most : null;
  const line: Measurement = {
    figure,
    value,
    goal: wanted,
    met,
    spread: [round(Math.min(...rounds)), round(Math.max(...rounds))],
  };
  console.log(JSON.stringify(line));
  return line;
}

const round = (value: number): number => Math.round(value * 1000) / 1000;
