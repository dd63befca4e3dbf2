import type { ReportRow } from "@callboard/domain/reports/columns";
import { timeIn } from "@callboard/domain/reports/columns";
import { OFFLINE } from "@callboard/domain/agents/types";
import { ON_CALL, WRAP_UP } from "@callboard/domain/reports/types";
import { phoneTime } from "@callboard/domain/reports/columns";
import type { Outputs } from "../../data/api.ts";
import { agentLook, type Look, statusLook } from "../../shared/status/look.ts";
import { reports as texts } from "../../texts/en/reports.ts";

export type ReportStatus = Outputs["reports"]["team"]["statuses"][number];

/** An agent, a day, or the sum of all. */
export interface TitledRow extends ReportRow {
  id: string;
  title: string;
  href: string | null;
}

/** A piece of a bar. */
export interface BarPart {
  key: string;
  name: string;
  look: Look;
  /** Milliseconds, or a number of calls. */
  value: number;
}

/** The statuses in which the time passed, without Offline: it would leave no room for the others. */
export const statusParts = (row: ReportRow, statuses: readonly ReportStatus[]): BarPart[] =>
  statuses
    .filter(({ id }) => id !== OFFLINE)
    .map((status) => ({ key: status.id, name: status.name, look: statusLook(status), value: timeIn(row, status.id) }))
    .filter(({ value }) => value > 0);

/** Time on calls and in wrap-up, which passed in those statuses. */
export const phoneParts = (row: ReportRow): BarPart[] =>
  [
    {
      key: ON_CALL,
      name: texts.onCalls,
      look: agentLook(undefined, { state: "inbound" }),
      value: phoneTime(row, ON_CALL),
    },
    {
      key: WRAP_UP,
      name: texts.wrapUp,
      look: agentLook(undefined, { state: "wrap-up" }),
      value: phoneTime(row, WRAP_UP),
    },
  ].filter(({ value }) => value > 0);
