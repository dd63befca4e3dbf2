import { floorCents, ceilCents, type Currency, money, allocateCents } from "../core/money.ts";
import type { Phrase } from "../core/message.ts";
import { isSameValue } from "../core/differences.ts";
import { MINUTE, type Instant } from "../core/time.ts";

export type { ProposalData } from "./schema.ts";

export const PROPOSAL_LIFETIME_MS = 30 * MINUTE;

/** The groups of lines: a proposal's headings, in order. */
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

/** Whether it can be undone: always, until an instant, or never. */
export type UndoPolicy = { how: "always" } | { how: "until"; until: Instant } | { how: "never" };

/** One effect of confirming, or a figure as of this moment. */
export interface Line {
  /** Identifies the line, the same when the proposal is recomputed. */
  key: string;
  group: LineGroup;
  text: Phrase;
  /** In the account's currency; positive is paid by the account. */
  micros: number | null;
  undo: UndoPolicy;
  /** Effects are compared at confirmation; figures are informational and not compared. */
  as: "effect" | "figure";
}

export const ALWAYS_UNDOABLE: UndoPolicy = { how: "always" };
export const NEVER: UndoPolicy = { how: "never" };

/** A line that must still apply at confirmation. */
export const effectLine = (
  key: string,
  group: LineGroup,
  text: Phrase,
  micros: number | null = null,
  undo: UndoPolicy = ALWAYS_UNDOABLE,
): Line => ({ key, group, text, micros, undo, as: "effect" });

/** An informational line, not compared at confirmation. */
export const figureLine = (key: string, group: LineGroup, text: Phrase, micros: number | null = null): Line => ({
  ...effectLine(key, group, text, micros),
  as: "figure",
});

/** Figures about a balance; all other amounts are due, or refunded if negative. */
const BALANCE_LINE_KEYS = ["after", "balance", "own"];

type LineAmount = Pick<Line, "key" | "group" | "as" | "micros">;

/** Each line's displayed amount in cents: effects add up, monthly costs add up, and balances are rounded down. */
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

/** Changes since the proposal was made, line by line, in the newer order. */
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

/** Effects that have changed, appeared or disappeared. Figures may change freely. */
export const changedEffects = (then: readonly Line[], now: readonly Line[]): Line[] =>
  compareLines(then, now)
    .filter(({ line, was, state }) => state !== "same" && [line, was].some((one) => one?.as === "effect"))
    .map(({ line }) => line);

// An effect that has become a figure will not happen, and vice versa: they are not the same.
const isSameLine = (a: Line, b: Line): boolean => (a.as === "figure" && b.as === "figure") || isSameValue(a, b);

/** A name must be typed only if something can't be undone. */
export const needsTypedName = (lines: readonly Line[]): boolean =>
  lines.some(({ undo, as }) => as === "effect" && undo.how === "never");
