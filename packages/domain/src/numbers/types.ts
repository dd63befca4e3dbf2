import type { Fact } from "../lifecycle/rules.ts";
import type { Instant } from "../core/time.ts";

export const NUMBER_KINDS = ["local", "toll-free", "international"] as const;
export type NumberKind = (typeof NUMBER_KINDS)[number];

/** Onsite: recognized by rules on a website visit. Offsite: by its number alone, such as on a poster. */
export const SITES = ["onsite", "offsite"] as const;
export type Site = (typeof SITES)[number];

/** The page that a rule checks: the referrer or the landing page. */
export const RULE_SUBJECTS = ["referrer", "landing"] as const;
export const RULE_TESTS = ["host", "path", "parameter"] as const;

/** Whether we serve a tracking number, since when, and until when. `releasing`: until the carrier has taken it back. */
export type NumberStateData =
  | { is: "active"; since: Instant }
  | { is: "porting"; since: Instant }
  | { is: "held"; since: Instant; until: Instant }
  /** Its account is canceled; calls are forwarded elsewhere for the prepaid days and minutes. */
  | { is: "forwarded"; since: Instant; until: Instant; to: string; remaining: number }
  | { is: "releasing"; since: Instant }
  | { is: "released"; since: Instant };
export const NUMBER_STATES = ["active", "porting", "held", "forwarded", "releasing", "released"] as const;
export type NumberState = (typeof NUMBER_STATES)[number];

/**
 * What a phone platform says about a number that its owner takes to another carrier. `in flight`: the other carrier has
 * asked for it. `left`: it is there now. `called off`: it stays.
 */
export const PORT_EVENTS = ["in flight", "left", "called off"] as const;
export type PortEvent = (typeof PORT_EVENTS)[number];

/** Where a call to a tracking number goes: a queue or a receiving number. */
export type RoutingTarget = { to: "receiver" | "queue"; id: string };

export const TRACKING_NAME_MAX = 80;
export const DESCRIPTION_MAX = 400;
export const SOURCES_MAX = 500;
export const RULE_GROUPS_MAX = 10;
export const RULES_MAX = 10;
export const RULE_VALUE_MAX = 200;

/** The parts of a number that decide its service state. */
export interface NumberServiceFacts {
  kind: NumberKind;
  state: NumberStateData;
  stopped: Fact | null;
  paused: Fact | null;
  frozen: Fact | null;
}
