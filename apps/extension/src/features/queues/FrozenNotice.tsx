import { Notice } from "@callboard/ui/Notice";
import { href } from "../../shared/route.ts";
import { plans } from "../../texts/en/plans.ts";
import { mayDo, useViewer } from "../../shared/viewer.ts";

/** Says that the plan freezes a record, so that it is read-only, with a link to the plans. */
export function FrozenNotice({ sentence }: { sentence: string }) {
  const { account } = useViewer();
  return (
    <Notice
      sentence={sentence}
      action={mayDo(account, "read the status") && <a href={href("plans")}>{plans.toPlan}</a>}
    />
  );
}
