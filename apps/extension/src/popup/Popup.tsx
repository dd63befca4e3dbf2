import { may } from "@callboard/domain/access";
import { ToastFrame } from "@callboard/ui/ToastFrame";
import { fetchView, Suspended } from "./Suspended.tsx";
import { AfterCall } from "./AfterCall.tsx";
import { Choices } from "./Choices.tsx";
import { toasts } from "./acting.ts";
import type { Desk, OwnAccount } from "./desk.ts";
import { desk, signedOut } from "./entrance.ts";
import { Head } from "./Head.tsx";
import { Latest } from "./Latest.tsx";
import { Now } from "./Now.tsx";
import { popup as texts } from "../texts/en/popup.ts";
import "./Popup.css";
import "./TeamStrip.css";

const SignIn = () => import("./SignIn.tsx").then((module) => module.SignIn);
const TeamStrip = () => import("./TeamStrip.tsx").then((module) => module.TeamStrip);
const BalanceLine = () => import("./BalanceLine.tsx").then((module) => module.BalanceLine);
const ToastItems = () => import("@callboard/ui/ToastItems").then((module) => module.ToastItems);
const NoAccount = () => import("./NoAccount.tsx").then((module) => module.NoAccount);

/** One screen of fixed size: what is so, what can be done about it, what has happened. */
export function Popup() {
  const now = desk.value;
  return (
    <main class="popup">
      {now ? <Open desk={now} /> : <Suspended of={signedOut.value ? SignIn : NoAccount} />}
      <ToastFrame label={texts.messages}>
        {toasts.list.value.length > 0 && <Suspended of={ToastItems} toasts={toasts} dismissLabel={texts.dismiss} />}
      </ToastFrame>
    </main>
  );
}

const readsBalance = (own: OwnAccount) => may({ ...own, deeds: [], operator: false }, "read the balance");

/** What the first picture of this desk is drawn with: most people answer calls, and pay for nothing. */
export async function fetchViews(of: Desk | null): Promise<void> {
  const own = of?.own.value;
  const views = own ? [own.softphone ? [] : [TeamStrip], readsBalance(own) ? [BalanceLine] : []].flat() : [];
  // One that cannot be fetched is left out, and tried again when it is drawn.
  await Promise.allSettled(views.map(fetchView));
}

export function Open({ desk }: { desk: Desk }) {
  const own = desk.own.value;
  const seated = own ? own.softphone : desk.mine.data.value !== null;
  return (
    <>
      <Head desk={desk} />
      {own && !own.softphone && <h1 class="cb-unseen">{own.name}</h1>}
      {seated && <Now desk={desk} />}
      {seated && !desk.mine.refusal.value && <Choices desk={desk} />}
      {seated && !desk.mine.refusal.value && <AfterCall desk={desk} />}
      {own && readsBalance(own) && <Suspended of={BalanceLine} desk={desk} />}
      {own && !own.softphone && <Suspended of={TeamStrip} />}
      <Latest desk={desk} />
    </>
  );
}
