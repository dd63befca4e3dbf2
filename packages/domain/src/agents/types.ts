import { MINUTE } from "../core/time.ts";

export const AVAILABLE = "available";
export const OFFLINE = "offline";
export const STATUS_COLORS = ["teal", "blue", "violet", "pink", "red", "orange", "amber", "slate"] as const;
export type StatusColor = (typeof STATUS_COLORS)[number];
export const STATUS_ICONS = [
  "coffee",
  "lunch",
  "book",
  "users",
  "briefcase",
  "heart",
  "star",
  "home",
  "phone",
  "bell",
  "mail",
  "edit",
] as const;
export type StatusIcon = (typeof STATUS_ICONS)[number];
export const PHONE_STATES = ["not connected", "idle", "ringing", "inbound", "outbound", "wrap-up"] as const;
export type PhoneState = (typeof PHONE_STATES)[number];
/** What happens when a status's time is up: back to Available, stay with a flag, or go Offline. */
export const WHEN_OVER = ["available", "stay", "offline"] as const;

export const NAME_MAX = 64;
/** A device reports whether somebody uses it at each change, and at least this often. */
export const IDLE_REPORT_EVERY_MS = 2 * MINUTE;
/** A device that hasn't reported for this long is off or asleep: nobody works there. */
export const DEVICE_LEASE_MS = 5 * MINUTE;
/** How many people can be given a status at once. */
export const SET_FOR_MANY_MAX = 200;
export const REASON_MAX = 200;
/** An agent's record keeps this many changes by rules. */
export const RULE_FLIPS_MAX = 50;
/** How long a person's choice keeps rules from changing the status, in minutes, unless the account says otherwise. */
export const GUARD_MINUTES = { least: 0, most: 240, usual: 10 } as const;
/** Two weeks: longer absences belong in a roster. */
export const PROMISE_MAX_MINUTES = 14 * 24 * 60;
