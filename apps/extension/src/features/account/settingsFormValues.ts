import { GUARD_MINUTES } from "@callboard/domain/agents/types";
import { PHONE_LEASE_SECONDS } from "@callboard/domain/calls/types";
import type { Outputs } from "../../data/api.ts";

export type SettingsView = Outputs["account"]["get"];

/**
 * The settings as typed: minutes and seconds are text until they are saved. The idle rule sets agents to a status that takes no
 * calls once their computers have been idle for some minutes.
 */
export interface SettingsFormValues {
  name: string;
  zone: string;
  billTo: SettingsView["billTo"];
  idleOn: boolean;
  idleMinutes: string;
  idleStatus: string;
  phoneLease: string;
  guardMinutes: string;
}

const IDLE_MINUTES_MAX = 240;
const DEFAULT_MINUTES = 10;

export const settingsFormValuesOf = ({
  name,
  zone,
  billTo,
  idleRule,
  phoneLeaseSeconds,
  guardMinutes,
}: SettingsView): SettingsFormValues => ({
  name,
  zone,
  billTo,
  idleOn: idleRule !== null,
  idleMinutes: String(idleRule?.minutes ?? DEFAULT_MINUTES),
  idleStatus: idleRule?.status ?? "",
  phoneLease: String(phoneLeaseSeconds),
  guardMinutes: String(guardMinutes),
});

/** The idle rule to save, null if it is off, or "invalid" if the minutes or the status are. */
export function parseIdleRule({
  idleOn,
  idleMinutes,
  idleStatus,
}: Pick<SettingsFormValues, "idleOn" | "idleMinutes" | "idleStatus">): SettingsView["idleRule"] | "invalid" {
  if (!idleOn) return null;
  const minutes = /^\d+$/.test(idleMinutes.trim()) ? Number(idleMinutes) : 0;
  return minutes >= 1 && minutes <= IDLE_MINUTES_MAX && idleStatus !== "" ? { minutes, status: idleStatus } : "invalid";
}

/** How long a phone counts as connected, in seconds, or "invalid" if it isn't such a number. */
export function parsePhoneLease({ phoneLease }: Pick<SettingsFormValues, "phoneLease">): number | "invalid" {
  return parseWithin(phoneLease, PHONE_LEASE_SECONDS);
}

/** How long a choice keeps rules from changing the status, in minutes, or "invalid" if it isn't such a number. */
export function parseGuardMinutes({ guardMinutes }: Pick<SettingsFormValues, "guardMinutes">): number | "invalid" {
  return parseWithin(guardMinutes, GUARD_MINUTES);
}

function parseWithin(typed: string, { least, most }: { least: number; most: number }): number | "invalid" {
  const text = typed.trim().replaceAll(",", "");
  const number = /^\d+$/.test(text) ? Number(text) : -1;
  return number >= least && number <= most ? number : "invalid";
}
