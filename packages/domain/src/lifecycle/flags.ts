import type { Actor } from "../core/actor.ts";
import { type Effect, save } from "../core/effect.ts";
import { fail } from "../core/failure.ts";
import { checkFlagEnd, factAt, isInForce, type Lifecycle } from "./rules.ts";
import { message, type Message } from "../core/message.ts";
import { effectLine, figureLine, type Line } from "../proposals/lines.ts";
import type { Doc } from "../core/record.ts";
import type { Instant } from "../core/time.ts";
import { countNumbers, formatNumberCount, type RunningCostFacts, runningCostIn } from "./runningCost.ts";

/** A temporary state that people set on an account: no call connects, or websites don't show its numbers. */
export type Flag = "stopped" | "paused";

export interface FlagChange {
  flag: Flag;
  until: Instant | null;
}

/** Stops incoming calls or pauses the tracking code for a whole account. Throws `invalid`, `conflict`. */
export function flagAccount(lifecycle: Doc<Lifecycle>, { flag, until }: FlagChange, by: Actor, now: Instant): Effect[] {
  checkFlagEnd(until, now);
  const state = factAt(lifecycle.data[flag], now);
  if (state !== null && state.until === until) fail("conflict", "lifecycle.nothingToChange");
  const fact = { since: state?.since ?? now, by: by.id, until };
  return [save("lifecycle", lifecycle, { ...lifecycle.data, [flag]: fact }, { action: flagAction(flag, until) })];
}

const flagAction = (flag: Flag, until: Instant | null): Message => {
  if (flag === "stopped")
    return until === null ? message("lifecycle.didStop") : message("lifecycle.didStopUntil", { until });
  return until === null ? message("lifecycle.didPause") : message("lifecycle.didPauseUntil", { until });
};

/** Connects calls again, or shows the numbers on websites again. Throws `conflict`. */
export function unflagAccount(lifecycle: Doc<Lifecycle>, flag: Flag, now: Instant): Effect[] {
  if (!isInForce(lifecycle.data[flag], now))
    fail("conflict", flag === "stopped" ? "lifecycle.notStopped" : "lifecycle.notPaused");
  const action = message(flag === "stopped" ? "lifecycle.didResume" : "lifecycle.didUnpause");
  return [save("lifecycle", lifecycle, { ...lifecycle.data, [flag]: null }, { action })];
}

/** Lines about what stops and what still costs money each month, shown before confirmation. */
export function flagLines({ flag, until }: FlagChange, facts: RunningCostFacts, now: Instant): Line[] {
  const { charged, feeMicros, subscriptionMicros } = runningCostIn(flag, facts, now);
  const isStopped = isInForce(facts.service.lifecycle.stopped, now);
  const numberCount = countNumbers(facts.numbers);
  const numbers = formatNumberCount(numberCount);
  const effect =
    flag === "stopped"
      ? until === null
        ? message("lifecycle.stopLine")
        : message("lifecycle.stopLineUntil", { until })
      : until === null
        ? message("lifecycle.pauseLine")
        : message("lifecycle.pauseLineUntil", { until });
  const lines: Line[] = [effectLine("lifecycle", "accounts", effect)];
  if (numberCount > 0) {
    const callsKey = flag === "stopped" ? "lifecycle.callsStopLine" : "lifecycle.connectsLine";
    if (flag === "stopped" || !isStopped) lines.push(figureLine("calls", "numbers", message(callsKey, { numbers })));
    else lines.push(figureLine("calls", "numbers", message("lifecycle.alreadyStopped")));
    lines.push(figureLine("websites", "numbers", message("lifecycle.plainNumberLine")));
    lines.push(
      figureLine(
        "fees",
        "money per month",
        message("lifecycle.feesLine", { numbers: formatNumberCount(charged) }),
        feeMicros,
      ),
    );
  }
  const plan = facts.terms.planName;
  lines.push(
    facts.hasSubscription
      ? figureLine(
          "subscription",
          "money per month",
          message("lifecycle.subscriptionLine", { plan }),
          subscriptionMicros,
        )
      : figureLine("subscription", "money per month", message("lifecycle.agencySubscription")),
  );
  return lines;
}
