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
}

const IDLE_MINUTES_MAX = 240;
const DEFAULT_MINUTES = 10;

export const settingsFormValuesOf = ({
  name,
  zone,
  billTo,
  idleRule,
  phoneLeaseSeconds,
}: SettingsView): SettingsFormValues => ({
  name,
  zone,
  billTo,
  idleOn: idleRule !== null,
  idleMinutes: String(idleRule?.minutes ?? DEFAULT_MINUTES),
  idleStatus: idleRule?.status ?? "",
  phoneLease: String(phoneLeaseSeconds),
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
  const text = phoneLease.trim().replaceAll(",", "");
  const seconds = /^\d+$/.test(text) ? Number(text) : 0;
  const { least, most } = PHONE_LEASE_SECONDS;
  return seconds >= least && seconds <= most ? seconds : "invalid";
}
