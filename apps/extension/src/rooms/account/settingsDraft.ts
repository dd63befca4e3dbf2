import type { Answers } from "../../api.ts";

export type SettingsAnswer = Answers["account"]["get"];

/** The settings as they are typed: the minutes are text until they are saved. */
export interface Form {
  name: string;
  zone: string;
  billTo: SettingsAnswer["billTo"];
  idleOn: boolean;
  idleMinutes: string;
  idleStatus: string;
}

const IDLE_MINUTES_MAX = 240;
const USUAL_MINUTES = 10;

export const formOf = ({ name, zone, billTo, idle }: SettingsAnswer): Form => ({
  name,
  zone,
  billTo,
  idleOn: idle !== null,
  idleMinutes: String(idle?.minutes ?? USUAL_MINUTES),
  idleStatus: idle?.status ?? "",
});

/** The rule as it is saved; `odd` where it cannot be read. */
export function idleOf({ idleOn, idleMinutes, idleStatus }: Form): SettingsAnswer["idle"] | "odd" {
  if (!idleOn) return null;
  const minutes = /^\d+$/.test(idleMinutes.trim()) ? Number(idleMinutes) : 0;
  return minutes >= 1 && minutes <= IDLE_MINUTES_MAX && idleStatus !== "" ? { minutes, status: idleStatus } : "odd";
}
