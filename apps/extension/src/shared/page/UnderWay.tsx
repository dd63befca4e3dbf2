import { Notice } from "@callboard/ui/Notice";
import type { Outputs } from "../../data/api.ts";
import { href } from "../route.ts";
import { lifecycle } from "../../texts/en/lifecycle.ts";
import { runs } from "../../texts/en/runs.ts";
import { format } from "../../texts/format.ts";
import { countText } from "../countText.ts";
import { useViewer } from "../viewer.ts";

const texts = lifecycle.running;

/** Shown while a run applies the account's cancellation, reactivation or plan change to its numbers, one by one. */
export function UnderWay({ run }: { run: NonNullable<Outputs["lifecycle"]["status"]["underWay"]> }) {
  const { language } = useViewer();
  const { counts, state, type, title } = run;
  const values = {
    title: format(runs.titled[type], { title }),
    done: countText(counts.total - counts.pending, language),
    total: countText(counts.total, language),
  };
  return (
    <Notice
      tone={state === "paused" ? "warn" : "info"}
      sentence={format(state === "paused" ? texts.paused : texts.running, values)}
      action={<a href={href("runs", run.id)}>{texts.see}</a>}
    />
  );
}
