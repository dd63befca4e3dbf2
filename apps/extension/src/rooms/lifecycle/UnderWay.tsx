import { Notice } from "@callboard/ui/Notice";
import { href } from "../../route.ts";
import { counted } from "../../shell/counts.ts";
import { useViewer } from "../../shell/viewer.ts";
import { lifecycle } from "../../texts/en/lifecycle.ts";
import { runs } from "../../texts/en/runs.ts";
import { say } from "../../texts/say.ts";
import type { AccountStatus } from "./account.ts";

const texts = lifecycle.underWay;

/** The account is canceled or back already; its numbers follow one by one. */
export function UnderWay({ run }: { run: NonNullable<AccountStatus["underWay"]> }) {
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
