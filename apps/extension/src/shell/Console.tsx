import { ToastRegion } from "@callboard/ui/ToastRegion";
import { useSignalEffect } from "@preact/signals";
import { ForgotPassword } from "../features/access/sign-in/ForgotPassword.tsx";
import { Join } from "../features/access/sign-in/Join.tsx";
import { ResetPassword } from "../features/access/sign-in/ResetPassword.tsx";
import { SignIn } from "../features/access/sign-in/SignIn.tsx";
import { Unsubscribe } from "../features/statements/Unsubscribe.tsx";
import { setAsOf } from "../shared/asOf.ts";
import { route } from "../shared/route.ts";
import { session } from "../data/session.ts";
import { shell as texts } from "../texts/en/shell/shell.ts";
import { SignedIn } from "./SignedIn.tsx";
import { toasts } from "../shared/toasts.ts";

/** Pages for people who aren't signed in; their links come by mail. */
const PUBLIC_PAGES = { join: Join, reset: ResetPassword, forgot: ForgotPassword, unsubscribe: Unsubscribe } as const;
const isPublicPage = (room: string): room is keyof typeof PUBLIC_PAGES => Object.hasOwn(PUBLIC_PAGES, room);

export function Console() {
  useSignalEffect(() => {
    // A list of accounts, names or keys must not stay on the screen after signing out.
    if (session.value !== null) return;
    for (const { id } of toasts.list.peek()) toasts.dismiss(id);
    setAsOf(null);
  });
  return (
    <>
      <CurrentScreen />
      <ToastRegion toasts={toasts} label={texts.messages} dismissLabel={texts.dismiss} />
    </>
  );
}

function CurrentScreen() {
  const now = session.value;
  const { room } = route.value;
  if (now === undefined) return null;
  if (isPublicPage(room)) {
    const Door = PUBLIC_PAGES[room];
    return <Door />;
  }
  return now === null ? <SignIn /> : <SignedIn key={`${now.server} ${now.person}`} />;
}
