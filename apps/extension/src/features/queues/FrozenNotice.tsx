import { Notice } from "@callboard/ui/Notice";
import { href } from "../../shared/route.ts";
import { plans } from "../../texts/en/plans.ts";
import { mayDo, useViewer } from "../../shared/viewer.ts";

/** Why something is read-only, with a link to the page where that can be changed. */
export function FrozenNotice({ sentence }: { sentence: string }) {
  const { account } = useViewer();
  return (
    <Notice
      sentence={sentence}
      action={mayDo(account, "read the status") && <a href={href("plan")}>{plans.toPlan}</a>}
    />
  );
}
