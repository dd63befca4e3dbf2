import { Button } from "@callboard/ui/Button";
import { EmptyState } from "@callboard/ui/EmptyState";
import { openConsole } from "../browser.ts";
import { signOut } from "./signOut.ts";
import { session } from "../session.ts";
import { popup } from "../texts/en/popup.ts";
import { popupLater as texts } from "../texts/en/popupLater.ts";
import "./NoAccount.css";

/** Signed in and in no account: platform staff, or somebody who was taken out of the last one. */
export function NoAccount() {
  if (!session.value) return null;
  return (
    <EmptyState
      icon="building"
      sentence={texts.noAccount}
      action={
        <span class="ways">
          <Button onClick={() => void openConsole()}>{popup.openConsole}</Button>
          <Button variant="quiet" onClick={() => void signOut()}>
            {texts.signOut}
          </Button>
        </span>
      }
    />
  );
}
