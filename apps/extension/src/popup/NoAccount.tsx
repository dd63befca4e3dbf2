import { Button } from "@callboard/ui/Button";
import { EmptyState } from "@callboard/ui/EmptyState";
import { openConsole } from "../browser.ts";
import { session } from "../session.ts";
import { popup as texts } from "../texts/en/popup.ts";

/** Signed in and in no account: platform staff, or somebody who was taken out of the last one. */
export function NoAccount() {
  if (!session.value) return null;
  return (
    <EmptyState
      icon="building"
      sentence={texts.noAccount}
      action={<Button onClick={() => void openConsole()}>{texts.openConsole}</Button>}
    />
  );
}
