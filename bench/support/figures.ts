/** One JSON line per figure: what was measured, the goal if there is one, and the spread of the rounds. */
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

/** Prints the median of the rounds and compares it with a goal: `{ least: 0.6 }`, `{ most: 1.4 }` or none. */
export function report(
  figure: string,
  rounds: readonly number[],
  goal: { least?: number; most?: number } = {},
): Measurement {
  const value = round(median(rounds));
  const expected = goal.least !== undefined ? `>= ${goal.least}` : goal.most !== undefined ? `<= ${goal.most}` : null;
  const met = goal.least !== undefined ? value >= goal.least : goal.most !== undefined ? value <= goal.most : null;
  const line: Measurement = {
    figure,
    value,
    goal: expected,
    met,
    spread: [round(Math.min(...rounds)), round(Math.max(...rounds))],
  };
  console.log(JSON.stringify(line));
  return line;
}

const round = (value: number): number => Math.round(value * 1000) / 1000;
