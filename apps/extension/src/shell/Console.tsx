import { ToastRegion } from "@callboard/ui/ToastRegion";
import { useSignalEffect } from "@preact/signals";
import { ForgotPassword } from "../rooms/access/Forgot.tsx";
import { Join } from "../rooms/access/Join.tsx";
import { ResetPassword } from "../rooms/access/Reset.tsx";
import { SignIn } from "../rooms/access/SignIn.tsx";
import { Unsubscribe } from "../rooms/statements/Unsubscribe.tsx";
import { setAsOf } from "../past.ts";
import { route } from "../route.ts";
import { session } from "../session.ts";
import { shell as texts } from "../texts/en/shell.ts";
import { SignedIn } from "./Signed.tsx";
import { toasts } from "./toasts.ts";

/** Doors that stand open to people who are not signed in; their links come by mail. */
const PUBLIC_PAGES = { join: Join, reset: ResetPassword, forgot: ForgotPassword, unsubscribe: Unsubscribe } as const;
const isPublicPage = (room: string): room is keyof typeof PUBLIC_PAGES => Object.hasOwn(PUBLIC_PAGES, room);

export function Console() {
  useSignalEffect(() => {
    // A list of accounts, names or keys must not stay on the screen behind a sign-in.
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
