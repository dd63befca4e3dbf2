import { Button } from "@callboard/ui/Button";
import { Notice } from "@callboard/ui/Notice";
import { popup as texts } from "../../../texts/en/popup/popup.ts";
import { popupDeferred } from "../../../texts/en/popup/deferred.ts";
import { openStore } from "../../state/boot.ts";

/** Why the status can't be loaded (the account is canceled, the server is busy), with a button to retry. */
export function FailureNotice() {
  const store = openStore.value;
  const failure = store?.ownStatus.failure.value;
  if (!store || !failure) return null;
  return (
    <section class="now" aria-label={texts.current}>
      <Notice
        tone="bad"
        sentence={failure.sentence}
        action={
          <Button size="small" onClick={() => void store.ownStatus.refetch()}>
            {popupDeferred.again}
          </Button>
        }
      />
    </section>
  );
}
