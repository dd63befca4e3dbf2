import { fail } from "../core/failure.ts";
import { DAY, type Instant } from "../core/time.ts";
import type { AlertChoices } from "./schema.ts";
import { ALERT_PLACES, ALERT_RULES, type AlertKind, type AlertPlace, SNOOZE_DAYS_MAX, SNOOZES_MAX } from "./types.ts";

export const NO_CHOICES: AlertChoices = { snoozes: [], places: {} };

/** Identifies an alert in snoozes and notifications. */
export const alertKey = ({ kind, subject }: { kind: AlertKind; subject: string }): string => `${kind}:${subject}`;

/** Where somebody with these choices is alerted; by mail only if they get mails at all. */
export const placesOf = (choices: AlertChoices, kind: AlertKind): readonly AlertPlace[] =>
  choices.places[kind] ?? ALERT_RULES[kind].places;

/** Whether somebody can be alerted of a kind by mail. `getsMails`: only an account's own administrators do. */
export const hasMail = (kind: AlertKind, getsMails: boolean): boolean => ALERT_RULES[kind].hasMail && getsMails;

/** Until when the alert is snoozed at `now`; null if it isn't. */
export function snoozedUntil({ snoozes }: AlertChoices, alert: string, now: Instant): Instant | null {
  const until = snoozes.find((snooze) => snooze.alert === alert)?.until ?? null;
  return until !== null && until > now ? until : null;
}

/** Snoozes an alert, or shows it again (`until` null). Snoozes that are over are forgotten. Throws `invalid`. */
export function snooze(choices: AlertChoices, alert: string, until: Instant | null, now: Instant): AlertChoices {
  if (until !== null && until <= now) fail("invalid", "alerts.snoozePast", {}, "until");
  if (until !== null && until > now + SNOOZE_DAYS_MAX * DAY)
    fail("invalid", "alerts.snoozeFar", { days: SNOOZE_DAYS_MAX }, "until");
  const others = choices.snoozes.filter((other) => other.alert !== alert && other.until > now);
  if (until === null) return { ...choices, snoozes: others };
  const latest = others.toSorted((a, b) => b.until - a.until).slice(0, SNOOZES_MAX - 1);
  return { ...choices, snoozes: [...latest, { alert, until }] };
}

/**
 * Chooses where alerts of a kind are shown. For somebody who gets no mails, the choice about them stays: they may become
 * an administrator. Throws `invalid` for a mail that doesn't exist.
 */
export function choosePlaces(
  choices: AlertChoices,
  kind: AlertKind,
  chosen: readonly AlertPlace[],
  getsMails: boolean,
): AlertChoices {
  const rule = ALERT_RULES[kind];
  const choosesMail = chosen.includes("mail");
  if (choosesMail && !rule.hasMail) fail("invalid", "alerts.noMail", {}, "places");
  if (choosesMail && !getsMails) fail("invalid", "alerts.noMailForYou", {}, "places");
  const before = placesOf(choices, kind);
  const places = ALERT_PLACES.filter((place) => (place === "mail" && !getsMails ? before : chosen).includes(place));
  const { [kind]: _before, ...others } = choices.places;
  const isDefault = places.length === rule.places.length && places.every((place) => rule.places.includes(place));
  return { ...choices, places: isDefault ? others : { ...others, [kind]: places } };
}
