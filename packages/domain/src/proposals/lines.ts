import { floorCents, ceilCents, type Currency, money, allocateCents } from "../core/money.ts";
import type { Phrase } from "../core/message.ts";
import { isSameValue } from "../core/differences.ts";
import { MINUTE, type Instant } from "../core/time.ts";

export type { ProposalData } from "./schema.ts";

export const PROPOSAL_LIFETIME_MS = 30 * MINUTE;

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
export type UndoPolicy = { how: "always" } | { how: "until"; until: Instant } | { how: "never" };

/** One thing that confirming does, or a figure that stands at this moment. */
export interface Line {
  /** What it is about, the same when the proposal is made anew. */
  key: string;
  group: LineGroup;
  text: Phrase;
  /** In the account's currency; positive is paid by the account. */
  micros: number | null;
  undo: UndoPolicy;
  /** An effect is compared at confirmation; a figure is shown as of its instant and not compared. */
  as: "effect" | "figure";
}

export const ALWAYS_UNDOABLE: UndoPolicy = { how: "always" };
export const NEVER: UndoPolicy = { how: "never" };

/** A line that is held against what is done. */
export const effectLine = (
  key: string,
  group: LineGroup,
  text: Phrase,
  micros: number | null = null,
  undo: UndoPolicy = ALWAYS_UNDOABLE,
): Line => ({ key, group, text, micros, undo, as: "effect" });

/** A line that is shown as it stands, and holds nobody to it. */
export const figureLine = (key: string, group: LineGroup, text: Phrase, micros: number | null = null): Line => ({
  ...effectLine(key, group, text, micros),
  as: "figure",
});

/** Figures of what is on a balance; all other sums are owed, or given back below zero. */
const BALANCE_LINE_KEYS = ["after", "balance", "own"];

type LineAmount = Pick<Line, "key" | "group" | "as" | "micros">;

/** Each line's sum as it is shown, in cents: effects add up, so does what a month costs, and balances are rounded down. */
export function lineCents(lines: readonly LineAmount[], currency: Currency): (number | null)[] {
  const cents = new Map<LineAmount, number>();
  const isEffect = ({ as }: LineAmount) => as === "effect";
  const isMonthly = ({ as, group }: LineAmount) => as === "figure" && group === "money per month";
  for (const isPart of [isEffect, isMonthly]) {
    const parts = lines.filter((line) => line.micros !== null && isPart(line));
    const shown = allocateCents(parts.map(({ micros }) => micros!));
    for (const [at, part] of parts.entries()) cents.set(part, shown.parts[at]!);
  }
  return lines.map((line) => {
    if (line.micros === null) return null;
    const sum = money(line.micros, currency);
    return cents.get(line) ?? (BALANCE_LINE_KEYS.includes(line.key) ? floorCents(sum) : ceilCents(sum));
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
        state: was === null ? ("new" as const) : isSameLine(was, line) ? ("same" as const) : ("changed" as const),
      };
    }),
    ...then.filter(({ key }) => !fresh.has(key)).map((line) => ({ line, was: line, state: "gone" as const })),
  ];
}

/** Effects that are others now, that came or that went. Figures may move: they hold nobody to anything. */
export const changedEffects = (then: readonly Line[], now: readonly Line[]): Line[] =>
  compareLines(then, now)
    .filter(({ line, was, state }) => state !== "same" && [line, was].some((one) => one?.as === "effect"))
    .map(({ line }) => line);

// What was an effect and is only a figure now will not happen, and the other way round: neither is the same.
const isSameLine = (a: Line, b: Line): boolean => (a.as === "figure" && b.as === "figure") || isSameValue(a, b);

/** Only where something cannot be taken back is a name asked for. */
export const needsTypedName = (lines: readonly Line[]): boolean =>
  lines.some(({ undo, as }) => as === "effect" && undo.how === "never");
