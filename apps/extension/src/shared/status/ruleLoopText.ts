import { ruleLoop } from "@callboard/domain/agents/choiceGuard";
import type { AgentData } from "@callboard/domain/agents/rules";
import { status as texts } from "../../texts/en/shared/status.ts";
import { ruleLoop as loopTexts } from "../../texts/en/shared/ruleLoop.ts";
import { format } from "../../texts/format.ts";
import { clockTime, type Locale } from "../timeText.ts";

/** The story of rules that undid each other and stopped: which changed what, when and why; null if they act. */
export function ruleLoopText(agent: Pick<AgentData, "ruleFlips">, locale: Locale): string | null {
  const loop = ruleLoop(agent);
  if (loop === null) return null;
  const changes = loop.map(({ at, fromName, toName, cause: { key, values } }) =>
    format(loopTexts.change, {
      time: clockTime(at, locale),
      from: fromName,
      to: toName,
      cause: format((texts.causes[key] ?? "") as "{name}", values as { name: string }),
    }),
  );
  return format(loopTexts.stopped, { story: changes.join("; ") });
}
