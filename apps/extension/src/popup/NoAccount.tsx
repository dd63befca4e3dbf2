import { Button } from "@callboard/ui/Button";
import { EmptyState } from "@callboard/ui/EmptyState";
import { openConsole } from "../browser.ts";
import { signOut } from "./entries.ts";
import { session } from "../session.ts";
import { popup as texts } from "../texts/en/popup.ts";

/** Signed in and in no account: platform staff, or somebody who was taken out of the last one. */
export function NoAccount() {
  if (!session.value) return null;
  return (
    <EmptyState
      icon="building"
      sentence={texts.noAccount}
      action={
        <span class="ways">
          <Button onClick={() => void openConsole()}>{texts.openConsole}</Button>
          <Button variant="quiet" onClick={() => void signOut()}>
            {texts.signOut}
          </Button>
        </span>
      }
    />
  );
}
