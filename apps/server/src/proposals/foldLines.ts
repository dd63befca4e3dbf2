import { GroupedLines, isGroupable } from "@callboard/domain/proposals/groupedLines";
import type { Currency } from "@callboard/domain/core/money";
import { type Line, lineCents, type LineState } from "@callboard/domain/proposals/lines";

/** Up to this many lines that differ only by name are all shown; more are grouped into one. */
const NAMED_MAX = 200;

interface ComparedLine {
  line: Line;
  was: Line | null;
  state: LineState;
}

/** `cents`: the displayed amount. Displayed amounts add up. */
export interface LineView extends ComparedLine {
  cents: number | null;
}

const foldGroupOf = ({ line, state }: ComparedLine): string => `${line.group} ${line.text.key} ${line.as} ${state}`;

/** The lines for a screen: a proposal of any length fits a page. */
export function lineViews(compared: readonly ComparedLine[], currency: Currency): LineView[] {
  const standing = compared.filter(({ state }) => state !== "gone").map(({ line }) => line);
  const cents = new Map(lineCents(standing, currency).map((shown, at) => [standing[at]!.key, shown]));
  const lines = compared.map((one) => ({
    ...one,
    cents: cents.get(one.line.key) ?? lineCents([one.line], currency)[0] ?? null,
  }));
  const sorts = Map.groupBy(lines, foldGroupOf);
  return lines.flatMap((line) => {
    const alike = sorts.get(foldGroupOf(line))!;
    if (alike.length <= NAMED_MAX || !isGroupable(line.line) || line.state === "changed") return [line];
    return alike[0] === line ? [foldLines(alike)] : [];
  });
}

function foldLines(alike: readonly LineView[]): LineView {
  const fold = new GroupedLines();
  for (const { line } of alike) fold.add(line);
  const known = alike.flatMap(({ cents }) => cents ?? []);
  const cents = known.length === 0 ? null : known.reduce((sum, one) => sum + one, 0);
  return { line: fold.lines()[0]!, was: null, state: alike[0]!.state, cents };
}

/** The lines of a proposal that one grouped line represents. */
export function foldedLines(lines: readonly Line[]): Line[] {
  const sorts = Map.groupBy(lines, (line) => foldGroupOf({ line, was: line, state: "same" }));
  return [...sorts.values()].flatMap((alike) => (alike.length > NAMED_MAX && isGroupable(alike[0]!) ? alike : []));
}
