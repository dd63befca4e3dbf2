import { dayIn, isDay } from "@callboard/domain/core/calendar";
import type { Period } from "@callboard/domain/core/period";
import { type PresetPeriod, PRESETS, presetPeriod } from "@callboard/domain/reports/periods";
import { serverNow } from "../../data/clock.ts";
import { route, setQuery } from "../../shared/route.ts";
import { useViewer } from "../../shared/viewer.ts";

export type ReportView = "plot" | "table";

/** What the address asks for: a period of the account's days, and how it is shown. */
export interface ReportQuery {
  period: Period;
  /** Null if other days were chosen. */
  preset: PresetPeriod | null;
  view: ReportView;
}

const DEFAULT_PRESET: PresetPeriod = "this week";

export function useReportQuery(): ReportQuery {
  const { account } = useViewer();
  const { first = "", last = "", preset: named, view } = route.value.query;
  const today = dayIn(serverNow(), account.zone);
  const shownAs: ReportView = view === "table" ? "table" : "plot";
  if (isDay(first) && isDay(last)) return { period: { first, last }, preset: null, view: shownAs };
  const preset = PRESETS.find((one) => one === named) ?? DEFAULT_PRESET;
  return { period: presetPeriod(preset, today), preset, view: shownAs };
}

export const choosePreset = (preset: PresetPeriod): void =>
  setQuery({ preset: preset === DEFAULT_PRESET ? "" : preset, first: "", last: "" });
export const chooseDays = (first: string, last: string): void => setQuery({ preset: "", first, last });
export const chooseView = (view: ReportView): void => setQuery({ view: view === "plot" ? "" : view });
