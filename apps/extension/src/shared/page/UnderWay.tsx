import { Notice } from "@callboard/ui/Notice";
import type { Outputs } from "../../data/api.ts";
import { href } from "../route.ts";
import { lifecycle } from "../../texts/en/lifecycle.ts";
import { runs } from "../../texts/en/runs.ts";
import { format } from "../../texts/format.ts";
import { countText } from "../countText.ts";
import { useViewer } from "../viewer.ts";

const texts = lifecycle.underWay;

/** The account is already canceled, reactivated or on another plan; its numbers follow one by one. */
export function UnderWay({ run }: { run: NonNullable<Outputs["lifecycle"]["status"]["underWay"]> }) {
  const { locale } = useViewer();
  const { counts, state, what, title } = run;
  const said = {
    title: format(runs.titled[what], { title }),
    done: countText(counts.total - counts.left, locale),
    total: countText(counts.total, locale),
  };
  return (
    <Notice
      kind={state === "paused" ? "warn" : "info"}
      sentence={format(state === "paused" ? texts.paused : texts.running, said)}
      action={<a href={href("runs", run.id)}>{texts.see}</a>}
    />
  );
}
