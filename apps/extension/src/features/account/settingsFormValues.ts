import type { Outputs } from "../../data/api.ts";

export type SettingsView = Outputs["account"]["get"];

/**
 * The settings as typed: the minutes are text until they are saved. The idle rule sets agents to a status that takes no
 * calls once their computers have been idle for some minutes.
 */
export interface SettingsFormValues {
  name: string;
  zone: string;
  billTo: SettingsView["billTo"];
  idleOn: boolean;
  idleMinutes: string;
  idleStatus: string;
}

const IDLE_MINUTES_MAX = 240;
const DEFAULT_MINUTES = 10;

export const settingsFormValuesOf = ({ name, zone, billTo, idleRule }: SettingsView): SettingsFormValues => ({
  name,
  zone,
  billTo,
  idleOn: idleRule !== null,
  idleMinutes: String(idleRule?.minutes ?? DEFAULT_MINUTES),
  idleStatus: idleRule?.status ?? "",
});

/** The idle rule to save, null if it is off, or "invalid" if the minutes or the status are. */
export function parseIdleRule({
  idleOn,
  idleMinutes,
  idleStatus,
}: SettingsFormValues): SettingsView["idleRule"] | "invalid" {
  if (!idleOn) return null;
  const minutes = /^\d+$/.test(idleMinutes.trim()) ? Number(idleMinutes) : 0;
  return minutes >= 1 && minutes <= IDLE_MINUTES_MAX && idleStatus !== "" ? { minutes, status: idleStatus } : "invalid";
}
