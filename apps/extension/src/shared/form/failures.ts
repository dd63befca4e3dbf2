import type { Outcome } from "../../data/sendOnce.ts";
import { shell as texts } from "../../texts/en/shell/shell.ts";

type OutcomeOrNone = Outcome<unknown> | null;

/** The failure's sentence, or that the server couldn't be reached. */
export const failureText = (outcome: OutcomeOrNone): string | undefined =>
  outcome === null || outcome.ok ? undefined : (outcome.failure?.sentence ?? texts.unreachable);

const fieldOf = (outcome: OutcomeOrNone): string | null =>
  outcome?.ok === false ? (outcome.failure?.field ?? null) : null;

/** The sentence to show under this field, if the failure is about it. */
export const fieldError = (outcome: OutcomeOrNone, field: string): string | undefined =>
  fieldOf(outcome) === field ? failureText(outcome) : undefined;

/** The sentence to show above the form's buttons, if none of its fields shows it. */
export function formError(outcome: OutcomeOrNone, fields: readonly string[]): string | undefined {
  const field = fieldOf(outcome);
  return field !== null && fields.includes(field) ? undefined : failureText(outcome);
}
