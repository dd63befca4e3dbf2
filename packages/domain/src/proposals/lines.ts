import type { LineGroup } from "./types.ts";
import { floorCents, ceilCents, type Currency, money, allocateCents } from "../core/money.ts";
import type { Message } from "../core/message.ts";
import { isSameValue } from "../core/differences.ts";
import { MINUTE, type Instant } from "../core/time.ts";

export type { ProposalData } from "./schema.ts";

export const PROPOSAL_LIFETIME_MS = 30 * MINUTE;

/** Whether it can be undone: always, until an instant, or never. */
export type UndoPolicy = { when: "always" } | { when: "until"; until: Instant } | { when: "never" };

/** One effect of confirming, or a figure as of this moment. */
export interface Line {
  /** Identifies the line, the same when the proposal is recomputed. */
  key: string;
  group: LineGroup;
  text: Message;
  /** In the account's currency; positive is paid by the account. */
  micros: number | null;
  undo: UndoPolicy;
  /** Effects are compared at confirmation; figures are informational and not compared. */
  type: "effect" | "figure";
}

export const ALWAYS_UNDOABLE: UndoPolicy = { when: "always" };
export const NEVER_UNDOABLE: UndoPolicy = { when: "never" };

/** A line that must still apply at confirmation. */
export const effectLine = (
  key: string,
  group: LineGroup,
  text: Message,
  micros: number | null = null,
  undo: UndoPolicy = ALWAYS_UNDOABLE,
): Line => ({ key, group, text, micros, undo, type: "effect" });

/** An informational line, not compared at confirmation. */
export const figureLine = (key: string, group: LineGroup, text: Message, micros: number | null = null): Line => ({
  ...effectLine(key, group, text, micros),
  type: "figure",
});

/** The keys of figures that show a balance; all other amounts are due, or refunded if negative. */
const BALANCE_LINE_KEYS = ["after", "balance", "own"];

type LineAmount = Pick<Line, "key" | "group" | "type" | "micros">;

/** Each line's displayed amount in cents: effects add up, monthly costs add up, and balances are rounded down. */
export function lineCents(lines: readonly LineAmount[], currency: Currency): (number | null)[] {
  const cents = new Map<LineAmount, number>();
  const isEffect = ({ type }: LineAmount) => type === "effect";
  const isMonthly = ({ type, group }: LineAmount) => type === "figure" && group === "money per month";
  for (const isPart of [isEffect, isMonthly]) {
    const parts = lines.filter((line) => line.micros !== null && isPart(line));
    const allocated = allocateCents(parts.map(({ micros }) => micros!));
    for (const [index, part] of parts.entries()) cents.set(part, allocated.parts[index]!);
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
  before: readonly Line[],
  after: readonly Line[],
): { line: Line; previous: Line | null; state: LineState }[] {
  const oldByKey = new Map(before.map((line) => [line.key, line]));
  const newKeys = new Set(after.map(({ key }) => key));
  return [
    ...after.map((line) => {
      const previous = oldByKey.get(line.key) ?? null;
      return {
        line,
        previous,
        state:
          previous === null ? ("new" as const) : isSameLine(previous, line) ? ("same" as const) : ("changed" as const),
      };
    }),
    ...before.filter(({ key }) => !newKeys.has(key)).map((line) => ({ line, previous: line, state: "gone" as const })),
  ];
}

/** Effects that have changed, appeared or disappeared. Figures may change freely. */
export const changedEffects = (before: readonly Line[], after: readonly Line[]): Line[] =>
  compareLines(before, after)
    .filter(
      ({ line, previous, state }) => state !== "same" && [line, previous].some((version) => version?.type === "effect"),
    )
    .map(({ line }) => line);

// An effect that has become a figure will not happen, and vice versa: they are not the same.
const isSameLine = (a: Line, b: Line): boolean => (a.type === "figure" && b.type === "figure") || isSameValue(a, b);

/** Whether a person must type a name to confirm: only if something can't be undone. */
export const needsTypedName = (lines: readonly Line[]): boolean =>
  lines.some(({ undo, type }) => type === "effect" && undo.when === "never");
