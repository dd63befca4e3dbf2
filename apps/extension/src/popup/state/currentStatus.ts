import { type AgentData, currentStatus } from "@callboard/domain/agents/rules";
import { serverNow } from "../../data/clock.ts";
import { locale } from "../../data/locale.ts";
import { endTimeText } from "../../shared/status/endTimeText.ts";
import { shownAgent } from "../actions/optimistic.ts";
import type { PopupStore } from "./store.ts";

/** The status on the screen as it is at this second, after all that time alone has done, and whose it is. */
export function statusNow(
  store: PopupStore,
): { agent: AgentData; person: string; version: number; now: number } | null {
  const mine = store.ownStatus.data.value;
  const stored = shownAgent(store);
  if (!mine || !stored) return null;
  const now = serverNow();
  return { agent: currentStatus(stored, mine.phone, now), person: store.person, version: mine.version, now };
}

export const untilText = (until: number, now: number) => endTimeText(until, now, locale.value);
