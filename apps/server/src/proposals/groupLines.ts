import { GroupedLines, isGroupable } from "@callboard/domain/proposals/groupedLines";
import type { Currency } from "@callboard/domain/core/money";
import { type Line, lineCents, type LineState } from "@callboard/domain/proposals/lines";

/** Up to this many lines that differ only by name are all shown; more are grouped into one. */
const NAMED_MAX = 200;

/** A line compared with the stored proposal; `gone`: only the stored one had it. */
interface ComparedLine {
  /** See `lines.ts`: an effect or an informational figure. */
  line: Line;
  previous: Line | null;
  state: LineState;
}

/** `cents`: the displayed amount, rounded so that the displayed amounts add up to the displayed total. */
export interface LineView extends ComparedLine {
  cents: number | null;
}

/** Lines with the same key differ only by the values in their text, such as names. */
const groupKeyOf = ({ line, state }: ComparedLine): string => `${line.group} ${line.text.key} ${line.type} ${state}`;

/** The lines for a screen, with long groups as one line each, so that a proposal of any length fits a page. */
export function lineViews(compared: readonly ComparedLine[], currency: Currency): LineView[] {
  const current = compared.filter(({ state }) => state !== "gone").map(({ line }) => line);
  const cents = new Map(lineCents(current, currency).map((amount, index) => [current[index]!.key, amount]));
  const lines = compared.map((comparedLine) => ({
    ...comparedLine,
    cents: cents.get(comparedLine.line.key) ?? lineCents([comparedLine.line], currency)[0] ?? null,
  }));
  const groups = Map.groupBy(lines, groupKeyOf);
  return lines.flatMap((line) => {
    const group = groups.get(groupKeyOf(line))!;
    if (group.length <= NAMED_MAX || !isGroupable(line.line) || line.state === "changed") return [line];
    return group[0] === line ? [groupLines(group)] : [];
  });
}

function groupLines(group: readonly LineView[]): LineView {
  const grouped = new GroupedLines();
  for (const { line } of group) grouped.add(line);
  const knownCents = group.flatMap(({ cents }) => cents ?? []);
  const cents = knownCents.length === 0 ? null : knownCents.reduce((sum, amount) => sum + amount, 0);
  return { line: grouped.lines()[0]!, previous: null, state: group[0]!.state, cents };
}

/** The lines of a stored proposal that the screen shows grouped. */
export function linesInGroups(lines: readonly Line[]): Line[] {
  const groups = Map.groupBy(lines, (line) => groupKeyOf({ line, previous: line, state: "same" }));
  return [...groups.values()].flatMap((group) => (group.length > NAMED_MAX && isGroupable(group[0]!) ? group : []));
}
