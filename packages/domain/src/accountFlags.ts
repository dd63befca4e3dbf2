import type { Actor } from "./actor.ts";
import { type Effect, save } from "./decision.ts";
import { refuse } from "./failure.ts";
import { checkEnd, factAt, holds, type Lifecycle } from "./lifecycle.ts";
import { phrase, type Phrase } from "./phrase.ts";
import { effectLine, figure, type Line } from "./proposal.ts";
import type { Doc } from "./record.ts";
import type { Instant } from "./time.ts";
import { numbersIn, numbersText, type Upkept, upkeepIn } from "./upkeep.ts";

export type Flag = "stopped" | "paused";

export interface Flagging {
  flag: Flag;
  until: Instant | null;
}

/** Stops incoming calls or pauses the tracking code for a whole account. Throws `invalid`, `conflict`. */
export function flagAccount(lifecycle: Doc<Lifecycle>, { flag, until }: Flagging, by: Actor, now: Instant): Effect[] {
  checkEnd(until, now);
  const standing = factAt(lifecycle.data[flag], now);
  if (standing !== null && standing.until === until) refuse("conflict", "lifecycle.asIs");
  const fact = { since: standing?.since ?? now, by: by.id, until };
  return [save("lifecycle", lifecycle, { ...lifecycle.data, [flag]: fact }, { action: didFlag(flag, until) })];
}

const didFlag = (flag: Flag, until: Instant | null): Phrase => {
  if (flag === "stopped")
    return until === null ? phrase("lifecycle.didStop") : phrase("lifecycle.didStopUntil", { until });
  return until === null ? phrase("lifecycle.didPause") : phrase("lifecycle.didPauseUntil", { until });
};

/** Calls connect again, or websites show the numbers again. Throws `conflict`. */
export function unflagAccount(lifecycle: Doc<Lifecycle>, flag: Flag, now: Instant): Effect[] {
  if (!holds(lifecycle.data[flag], now))
    refuse("conflict", flag === "stopped" ? "lifecycle.notStopped" : "lifecycle.notPaused");
  const action = phrase(flag === "stopped" ? "lifecycle.didResume" : "lifecycle.didUnpause");
  return [save("lifecycle", lifecycle, { ...lifecycle.data, [flag]: null }, { action })];
}

/** What stops and what still costs, per month, before anybody confirms it. */
export function flagLines({ flag, until }: Flagging, upkept: Upkept, now: Instant): Line[] {
  const { charged, feeMicros, subscriptionMicros } = upkeepIn(flag, upkept, now);
  const isStopped = holds(upkept.service.lifecycle.stopped, now);
  const all = numbersIn(upkept.numbers);
  const numbers = numbersText(all);
  const effect =
    flag === "stopped"
      ? until === null
        ? phrase("lifecycle.stopLine")
        : phrase("lifecycle.stopLineUntil", { until })
      : until === null
        ? phrase("lifecycle.pauseLine")
        : phrase("lifecycle.pauseLineUntil", { until });
  const lines: Line[] = [effectLine("lifecycle", "accounts", effect)];
  if (all > 0) {
    const calls = flag === "stopped" ? "lifecycle.silentLine" : "lifecycle.connectsLine";
    if (flag === "stopped" || !isStopped) lines.push(figure("calls", "numbers", phrase(calls, { numbers })));
    else lines.push(figure("calls", "numbers", phrase("lifecycle.plainAlready")));
    lines.push(figure("websites", "numbers", phrase("lifecycle.plainLine")));
    lines.push(
      figure("fees", "money per month", phrase("lifecycle.feesLine", { numbers: numbersText(charged) }), feeMicros),
    );
  }
  const plan = upkept.terms.planName;
  lines.push(
    upkept.subscribed
      ? figure("subscription", "money per month", phrase("lifecycle.subscriptionLine", { plan }), subscriptionMicros)
      : figure("subscription", "money per month", phrase("lifecycle.agencySubscription")),
  );
  return lines;
}
