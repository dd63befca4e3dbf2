import { Notice } from "@callboard/ui/Notice";
import type { Outputs } from "../../data/api.ts";
import { href } from "../../shared/route.ts";
import { countText } from "../../shared/countText.ts";
import { accountDayText, useViewer } from "../../shared/viewer.ts";
import { lifecycle } from "../../texts/en/lifecycle.ts";
import { format } from "../../texts/format.ts";

const texts = lifecycle.openRequests;
type RemainingNumbers = NonNullable<Outputs["lifecycle"]["outstanding"]["remainingNumbers"]>;

/** Numbers that a cancellation hasn't released yet, with a link to continue, and their deadline. */
export function OpenReleasesNotice({ remainingNumbers }: { remainingNumbers: RemainingNumbers }) {
  const viewer = useViewer();
  const { count, run, until } = remainingNumbers;
  const [textForOne, textForMany] =
    run === null ? [texts.openReleasesNoRunOne, texts.openReleasesNoRun] : [texts.openReleasesOne, texts.openReleases];
  const countSentence =
    count === 1 ? textForOne : format(textForMany, { count: `${countText(count, viewer.language)} numbers` });
  const deadlineSentence =
    until === null ? "" : ` ${format(texts.openReleasesUntil, { date: accountDayText(until, viewer) })}`;
  return (
    <Notice
      tone="warn"
      sentence={countSentence + deadlineSentence}
      action={run !== null && <a href={href("runs", run)}>{texts.openReleasesContinue}</a>}
    />
  );
}
