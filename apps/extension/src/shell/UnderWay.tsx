import { Notice } from "@callboard/ui/Notice";
import type { Answers } from "../api.ts";
import { href } from "../route.ts";
import { lifecycle } from "../texts/en/lifecycle.ts";
import { runs } from "../texts/en/runs.ts";
import { say } from "../texts/say.ts";
import { counted } from "./counts.ts";
import { useViewer } from "./viewer.ts";

const texts = lifecycle.underWay;

/** The account is canceled, back or on another plan already; its numbers follow one by one. */
export function UnderWay({ run }: { run: NonNullable<Answers["lifecycle"]["status"]["underWay"]> }) {
  const { locale } = useViewer();
  const { counts, state, what, title } = run;
  const said = {
    title: say(runs.titled[what], { title }),
    done: counted(counts.total - counts.left, locale),
    total: counted(counts.total, locale),
  };
  return (
    <Notice
      kind={state === "paused" ? "warn" : "info"}
      sentence={say(state === "paused" ? texts.paused : texts.running, said)}
      action={<a href={href("runs", run.id)}>{texts.see}</a>}
    />
  );
}
