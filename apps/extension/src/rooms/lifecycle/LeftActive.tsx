import { Notice } from "@callboard/ui/Notice";
import type { Answers } from "../../api.ts";
import { href } from "../../route.ts";
import { counted } from "../../shell/counts.ts";
import { accountDay, useViewer } from "../../shell/viewer.ts";
import { lifecycle } from "../../texts/en/lifecycle.ts";
import { say } from "../../texts/say.ts";

const texts = lifecycle.openEnds;

/** Numbers that a cancellation left as they were, with the way on, and what becomes of them without it. */
export function LeftActive({ left }: { left: NonNullable<Answers["lifecycle"]["openEnds"]["left"]> }) {
  const viewer = useViewer();
  const { count, run, until } = left;
  const [one, many] = run === null ? [texts.leftAloneOne, texts.leftAlone] : [texts.leftOne, texts.left];
  const still = count === 1 ? one : say(many, { count: `${counted(count, viewer.locale)} numbers` });
  const later = until === null ? "" : ` ${say(texts.leftUntil, { date: accountDay(until, viewer) })}`;
  return (
    <Notice
      kind="warn"
      sentence={still + later}
      action={run !== null && <a href={href("runs", run)}>{texts.leftGo}</a>}
    />
  );
}
