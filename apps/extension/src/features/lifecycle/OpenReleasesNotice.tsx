import { Notice } from "@callboard/ui/Notice";
import type { Outputs } from "../../data/api.ts";
import { href } from "../../shared/route.ts";
import { countText } from "../../shared/countText.ts";
import { accountDayText, useViewer } from "../../shared/viewer.ts";
import { lifecycle } from "../../texts/en/lifecycle.ts";
import { format } from "../../texts/format.ts";

const texts = lifecycle.openEnds;

/** Numbers that a cancellation didn't get to, with a link to go on, and what happens to them otherwise. */
export function OpenReleasesNotice({ left }: { left: NonNullable<Outputs["lifecycle"]["outstanding"]["left"]> }) {
  const viewer = useViewer();
  const { count, run, until } = left;
  const [one, many] = run === null ? [texts.leftAloneOne, texts.leftAlone] : [texts.leftOne, texts.left];
  const still = count === 1 ? one : format(many, { count: `${countText(count, viewer.locale)} numbers` });
  const later = until === null ? "" : ` ${format(texts.leftUntil, { date: accountDayText(until, viewer) })}`;
  return (
    <Notice
      kind="warn"
      sentence={still + later}
      action={run !== null && <a href={href("runs", run)}>{texts.leftGo}</a>}
    />
  );
}
