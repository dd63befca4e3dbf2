import { FoldedLines, isFoldable } from "@callboard/domain/foldedLines";
import type { Currency } from "@callboard/domain/money";
import { type Line, lineCents, type LineState } from "@callboard/domain/proposal";

/** Of so many lines that differ in their name alone each is shown; of more one stands for all of them. */
const NAMED = 200;

interface Compared {
  line: Line;
  was: Line | null;
  state: LineState;
}

/** `cents`: as it is shown. What is shown adds up. */
export interface ShownLine extends Compared {
  cents: number | null;
}

const sortOf = ({ line, state }: Compared): string => `${line.group} ${line.text.key} ${line.as} ${state}`;

/** The lines as a screen shows them: a proposal of any length is a page. */
export function shownLines(compared: readonly Compared[], currency: Currency): ShownLine[] {
  const standing = compared.filter(({ state }) => state !== "gone").map(({ line }) => line);
  const cents = new Map(lineCents(standing, currency).map((shown, at) => [standing[at]!.key, shown]));
  const lines = compared.map((one) => ({
    ...one,
    cents: cents.get(one.line.key) ?? lineCents([one.line], currency)[0] ?? null,
  }));
  const sorts = Map.groupBy(lines, sortOf);
  return lines.flatMap((line) => {
    const alike = sorts.get(sortOf(line))!;
    if (alike.length <= NAMED || !isFoldable(line.line) || line.state === "changed") return [line];
    return alike[0] === line ? [folded(alike)] : [];
  });
}

function folded(alike: readonly ShownLine[]): ShownLine {
  const fold = new FoldedLines();
  for (const { line } of alike) fold.add(line);
  const known = alike.flatMap(({ cents }) => cents ?? []);
  const cents = known.length === 0 ? null : known.reduce((sum, one) => sum + one, 0);
  return { line: fold.lines()[0]!, was: null, state: alike[0]!.state, cents };
}

/** Of a proposal's own lines those that one stands for. */
export function foldedAway(lines: readonly Line[]): Line[] {
  const sorts = Map.groupBy(lines, (line) => sortOf({ line, was: line, state: "same" }));
  return [...sorts.values()].flatMap((alike) => (alike.length > NAMED && isFoldable(alike[0]!) ? alike : []));
}
