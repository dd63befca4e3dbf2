import type { Outputs } from "../../data/api.ts";

export type SettingsView = Outputs["account"]["get"];

/** The settings as typed: the minutes are text until they are saved. */
export interface SettingsFormValues {
  name: string;
  zone: string;
  billTo: SettingsView["billTo"];
  idleOn: boolean;
  idleMinutes: string;
  idleStatus: string;
}

const IDLE_MINUTES_MAX = 240;
const USUAL_MINUTES = 10;

export const settingsFormValuesOf = ({ name, zone, billTo, idle }: SettingsView): SettingsFormValues => ({
  name,
  zone,
  billTo,
  idleOn: idle !== null,
  idleMinutes: String(idle?.minutes ?? USUAL_MINUTES),
  idleStatus: idle?.status ?? "",
});

/** The rule as it is saved, or a marker if what was typed is invalid. */
export function parseIdleRule({ idleOn, idleMinutes, idleStatus }: SettingsFormValues): SettingsView["idle"] | "odd" {
  if (!idleOn) return null;
  const minutes = /^\d+$/.test(idleMinutes.trim()) ? Number(idleMinutes) : 0;
  return minutes >= 1 && minutes <= IDLE_MINUTES_MAX && idleStatus !== "" ? { minutes, status: idleStatus } : "odd";
}
