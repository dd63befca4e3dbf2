import { ToastRegion } from "@callboard/ui/ToastRegion";
import { useSignalEffect } from "@preact/signals";
import { Forgot } from "../rooms/access/Forgot.tsx";
import { Join } from "../rooms/access/Join.tsx";
import { Reset } from "../rooms/access/Reset.tsx";
import { SignIn } from "../rooms/access/SignIn.tsx";
import { Unsubscribe } from "../rooms/statements/Unsubscribe.tsx";
import { lookBack } from "../past.ts";
import { place } from "../route.ts";
import { session } from "../session.ts";
import { shell as texts } from "../texts/en/shell.ts";
import { Signed } from "./Signed.tsx";
import { toasts } from "./toasts.ts";

/** Doors that stand open to people who are not signed in; their links come by mail. */
const DOORS = { join: Join, reset: Reset, forgot: Forgot, unsubscribe: Unsubscribe } as const;
const isDoor = (room: string): room is keyof typeof DOORS => Object.hasOwn(DOORS, room);

export function Console() {
  useSignalEffect(() => {
    // A list of accounts, names or keys must not stay on the screen behind a sign-in.
    if (session.value !== null) return;
    for (const { id } of toasts.list.peek()) toasts.dismiss(id);
    lookBack(null);
  });
  return (
    <>
      <Entrance />
      <ToastRegion toasts={toasts} label={texts.messages} dismissLabel={texts.dismiss} />
    </>
  );
}

function Entrance() {
  const now = session.value;
  const { room } = place.value;
  if (now === undefined) return null;
  if (isDoor(room)) {
    const Door = DOORS[room];
    return <Door />;
  }
  return now === null ? <SignIn /> : <Signed key={`${now.server} ${now.person}`} />;
}
