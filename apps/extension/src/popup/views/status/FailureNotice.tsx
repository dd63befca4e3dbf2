import { Button } from "@callboard/ui/Button";
import { Notice } from "@callboard/ui/Notice";
import { popup as texts } from "../../../texts/en/popup/popup.ts";
import { popupDeferred } from "../../../texts/en/popup/deferred.ts";
import { store as shown } from "../../state/boot.ts";

/** Why the status can't be loaded (the account is canceled, the server is busy), with a button to retry. */
export function FailureNotice() {
  const desk = shown.value;
  const refusal = desk?.mine.refusal.value;
  if (!desk || !refusal) return null;
  return (
    <section class="now" aria-label={texts.current}>
      <Notice
        kind="bad"
        sentence={refusal.sentence}
        action={
          <Button size="small" onClick={() => void desk.mine.refetch()}>
            {popupDeferred.again}
          </Button>
        }
      />
    </section>
  );
}
