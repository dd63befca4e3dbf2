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
const isPublicPage = (page: string): page is keyof typeof PUBLIC_PAGES => Object.hasOwn(PUBLIC_PAGES, page);

/** The whole console, with the toasts that survive a change of page. */
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
  const current = session.value;
  const { page } = route.value;
  if (current === undefined) return null;
  if (isPublicPage(page)) {
    const PublicPage = PUBLIC_PAGES[page];
    return <PublicPage />;
  }
  return current === null ? <SignIn /> : <SignedIn key={`${current.server} ${current.person}`} />;
}
