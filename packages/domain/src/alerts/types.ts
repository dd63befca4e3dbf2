import type { Permission } from "../core/permissions.ts";

/** What may need a person. Each kind is shown to whoever may do something about it, with the page where they can. */
export const ALERT_KINDS = [
  "balance",
  "recharge",
  "card",
  "account stopped",
  "coverage",
  "rule loop",
  "failed mail",
  "failed run",
  "expiring versions",
] as const;
export type AlertKind = (typeof ALERT_KINDS)[number];

/** Where a person is alerted: the console's bell with the toolbar and the popup, a browser notification, a mail. */
export const ALERT_PLACES = ["console", "notification", "mail"] as const;
export type AlertPlace = (typeof ALERT_PLACES)[number];

interface AlertRule {
  permission: Permission;
  /** Where people are alerted who have chosen nothing else. */
  places: readonly AlertPlace[];
  /** Whether there are mails of this kind. */
  hasMail: boolean;
}

const everywhere: readonly AlertPlace[] = ALERT_PLACES;
const onScreen: readonly AlertPlace[] = ["console", "notification"];
const quiet: readonly AlertPlace[] = ["console"];

/** The rules for each kind. Everything that lists alerts or settings for them follows from this table. */
export const ALERT_RULES: Readonly<Record<AlertKind, AlertRule>> = {
  balance: { permission: "read the balance", places: everywhere, hasMail: true },
  recharge: { permission: "read the balance", places: everywhere, hasMail: true },
  card: { permission: "read the balance", places: ["console", "mail"], hasMail: true },
  "account stopped": { permission: "read the status", places: onScreen, hasMail: false },
  coverage: { permission: "read the board", places: onScreen, hasMail: false },
  "rule loop": { permission: "read the board", places: onScreen, hasMail: false },
  "failed mail": { permission: "manage the account", places: quiet, hasMail: false },
  "failed run": { permission: "change routing", places: quiet, hasMail: false },
  "expiring versions": { permission: "read history", places: quiet, hasMail: false },
};

/** A snooze lasts at most this many days. */
export const SNOOZE_DAYS_MAX = 31;
/** A person has at most this many snoozes in an account; the one that ends first makes room. */
export const SNOOZES_MAX = 200;
/** Failed mails and runs are shown for this many days. */
export const FAILURE_DAYS = 7;
