import type { Outcome } from "../../data/sendOnce.ts";
import { shell as texts } from "../../texts/en/shell/shell.ts";

type OutcomeOrNone = Outcome<unknown> | null;

/** Why it was refused, or that nobody answered. */
export const failureText = (outcome: OutcomeOrNone): string | undefined =>
  outcome === null || outcome.ok ? undefined : (outcome.refusal?.sentence ?? texts.unreachable);

const fieldOf = (outcome: OutcomeOrNone): string | null =>
  outcome?.ok === false ? (outcome.refusal?.field ?? null) : null;

/** The sentence, where it speaks of this field: it stands under it. */
export const fieldError = (outcome: OutcomeOrNone, field: string): string | undefined =>
  fieldOf(outcome) === field ? failureText(outcome) : undefined;

/** The sentence, where no field of the form shows it: it stands above the form's buttons. */
export function formError(outcome: OutcomeOrNone, fields: readonly string[]): string | undefined {
  const field = fieldOf(outcome);
  return field !== null && fields.includes(field) ? undefined : failureText(outcome);
}
