import { centsDown, centsUp, type Currency, money, owedCents } from "./money.ts";
import type { Phrase } from "./phrase.ts";
import { sameValue } from "./history.ts";
import { MINUTE, type Instant } from "./time.ts";

export type { ProposalData } from "./proposal.schema.ts";

export const PROPOSAL_LIVES_MS = 30 * MINUTE;

/** What a line is about: the headings of a proposal, in their order. */
export const LINE_GROUPS = [
  "accounts",
  "records",
  "numbers",
  "people",
  "money now",
  "money per month",
  "data",
  "mails",
] as const;
export type LineGroup = (typeof LINE_GROUPS)[number];

/** Whether it can be taken back: as long as one likes, until an instant, or never because there is no way back. */
export type CanUndo = { how: "always" } | { how: "until"; until: Instant } | { how: "never" };

/** One thing that confirming does, or a figure that stands at this moment. */
export interface Line {
  /** What it is about, the same when the proposal is made anew. */
  key: string;
  group: LineGroup;
  text: Phrase;
  /** In the account's currency; positive is paid by the account. */
  micros: number | null;
  undo: CanUndo;
  /** An effect is compared at confirmation; a figure is shown as of its instant and not compared. */
  as: "effect" | "figure";
}

export const ALWAYS: CanUndo = { how: "always" };
export const NEVER: CanUndo = { how: "never" };

/** A line that is held against what is done. */
export const effectLine = (
  key: string,
  group: LineGroup,
  text: Phrase,
  micros: number | null = null,
  undo: CanUndo = ALWAYS,
): Line => ({ key, group, text, micros, undo, as: "effect" });

/** A line that is shown as it stands, and holds nobody to it. */
export const figure = (key: string, group: LineGroup, text: Phrase, micros: number | null = null): Line => ({
  ...effectLine(key, group, text, micros),
  as: "figure",
});

/** Figures of what is on a balance; all other sums are owed, or given back below zero. */
const BALANCES = ["after", "balance", "own"];

type Summed = Pick<Line, "key" | "group" | "as" | "micros">;

/** Each line's sum as it is shown, in cents: effects add up, so does what a month costs, and balances are rounded down. */
export function lineCents(lines: readonly Summed[], currency: Currency): (number | null)[] {
  const cents = new Map<Summed, number>();
  const isEffect = ({ as }: Summed) => as === "effect";
  const isMonthly = ({ as, group }: Summed) => as === "figure" && group === "money per month";
  for (const isPart of [isEffect, isMonthly]) {
    const parts = lines.filter((line) => line.micros !== null && isPart(line));
    const shown = owedCents(parts.map(({ micros }) => micros!));
    for (const [at, part] of parts.entries()) cents.set(part, shown.parts[at]!);
  }
  return lines.map((line) => {
    if (line.micros === null) return null;
    const sum = money(line.micros, currency);
    return cents.get(line) ?? (BALANCES.includes(line.key) ? centsDown(sum) : centsUp(sum));
  });
}

export type LineState = "same" | "changed" | "gone" | "new";

/** What has moved since the proposal was made, line by line, in the order of the newer one. */
export function compareLines(
  then: readonly Line[],
  now: readonly Line[],
): { line: Line; was: Line | null; state: LineState }[] {
  const old = new Map(then.map((line) => [line.key, line]));
  const fresh = new Set(now.map(({ key }) => key));
  return [
    ...now.map((line) => {
      const was = old.get(line.key) ?? null;
      return {
        line,
        was,
        state: was === null ? ("new" as const) : sameLine(was, line) ? ("same" as const) : ("changed" as const),
      };
    }),
    ...then.filter(({ key }) => !fresh.has(key)).map((line) => ({ line, was: line, state: "gone" as const })),
  ];
}

/** Effects that are others now, that came or that went. Figures may move: they hold nobody to anything. */
export const movedEffects = (then: readonly Line[], now: readonly Line[]): Line[] =>
  compareLines(then, now)
    .filter(({ line, was, state }) => state !== "same" && [line, was].some((one) => one?.as === "effect"))
    .map(({ line }) => line);

// What was an effect and is only a figure now will not happen, and the other way round: neither is the same.
const sameLine = (a: Line, b: Line): boolean => (a.as === "figure" && b.as === "figure") || sameValue(a, b);

/** Only where something cannot be taken back is a name asked for. */
export const asksForName = (lines: readonly Line[]): boolean =>
  lines.some(({ undo, as }) => as === "effect" && undo.how === "never");
