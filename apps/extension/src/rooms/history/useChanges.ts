import { api, type Answers } from "../../api.ts";
import type { Stretch } from "../../list/createLog.ts";
import { type ShownLog, useLog } from "../../list/useLog.ts";
import { ACTIVITY, SETTINGS } from "../../versions/kinds.ts";
import type { Asked } from "./asked.ts";

export type Change = Answers["history"]["list"]["changes"][number];
export type ShownChanges = ShownLog<Change>;

const PAGE = 30;

/** The changes that are asked for, found again as they were left. `own`: only what was changed about oneself. */
export const useChanges = (asked: Asked, zone: string, own: boolean): ShownChanges =>
  useLog<Change>({
    room: "history",
    around: ["record", "as-of", "proposals"],
    kinds: own || asked.log !== "history" ? [...SETTINGS, ...ACTIVITY] : SETTINGS,
    key: JSON.stringify({ asked, zone, own }),
    load: (before) => load(asked, zone, before),
  });

async function load(asked: Asked, zone: string, before: number | undefined): Promise<Stretch<Change>> {
  const from = before === undefined ? {} : { before };
  const { changes, next, lookedTo } = await api().history.list.query({ ...asked, zone, limit: PAGE, ...from });
  return { rows: changes, next, lookedTo };
}
