import type { CallReport, CallSums } from "@callboard/domain/reports/callTypes";
import { formatPlainDay, formatWeekdayDate } from "@callboard/domain/core/time";
import type { Outputs } from "../../../data/api.ts";
import type { Look } from "../../../shared/status/look.ts";
import { reports } from "../../../texts/en/reports.ts";
import type { BarPart } from "../reportRows.ts";

const texts = reports.calls;

export type CallRow = Outputs["reports"]["calls"]["rows"][number];

const LOOKS: Record<keyof typeof texts.parts, Look> = {
  answered: { shape: "disc", tone: "teal", icon: null },
  missed: { shape: "diamond", tone: "red", icon: null },
  withdrawn: { shape: "half", tone: "slate", icon: null },
  refused: { shape: "ring", tone: "amber", icon: null },
};

/** What became of the calls. `withdrawn`: it rang at this agent, then another one answered, or the caller gave up. */
export function callParts({ offered, answered, missed, refused }: CallSums): BarPart[] {
  const values = { answered, missed, withdrawn: offered - answered - missed, refused };
  return (Object.keys(LOOKS) as (keyof typeof LOOKS)[])
    .map((key) => ({ key, name: texts.parts[key], look: LOOKS[key], value: values[key] }))
    .filter(({ value }) => value > 0);
}

/** The row's name; a record that is gone has none left. */
export function rowTitle({ id, name }: CallRow, by: CallReport, language: string): string {
  if (by === "day") return formatPlainDay(id, language, formatWeekdayDate);
  if (by === "source" && id === "") return texts.noSource;
  return name || texts.gone;
}
