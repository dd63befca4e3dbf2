import { useEffect } from "preact/hooks";
import { readsBalance } from "@callboard/domain/glance";
import { ToastFrame } from "@callboard/ui/ToastFrame";
import { fetchView, Suspended } from "./Suspended.tsx";
import { AfterCall } from "./AfterCall.tsx";
import { Choices } from "./Choices.tsx";
import { tell, toasts } from "./toasts.ts";
import { liveRefusal } from "../live.ts";
import type { Desk } from "./desk.ts";
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
  const said = toasts.value;
  return (
    <main class="popup">
      {now ? <Open desk={now} /> : <Suspended of={signedOut.value ? SignIn : NoAccount} />}
      <ToastFrame label={texts.messages}>
        {said && said.list.value.length > 0 && <Suspended of={ToastItems} toasts={said} dismissLabel={texts.dismiss} />}
      </ToastFrame>
    </main>
  );
}

/** What the first picture of this desk is drawn with: most people answer calls, and pay for nothing. */
export async function fetchViews(of: Desk | null): Promise<void> {
  const own = of?.own.value;
  const views = own ? [own.softphone ? [] : [TeamStrip], readsBalance(own) ? [BalanceLine] : []].flat() : [];
  // One that cannot be fetched is left out, and tried again when it is drawn.
  await Promise.allSettled(views.map(fetchView));
}

export function Open({ desk }: { desk: Desk }) {
  const own = desk.own.value;
  const mine = desk.mine.data.value;
  // Of an account that nobody has shown here yet, nothing is there without a line but that there is none.
  const isCutOff = mine === null && (desk.me.offline.value || desk.mine.offline.value);
  const seated = own ? own.softphone : mine !== null || isCutOff;
  const choosing = seated && !isCutOff && !desk.mine.refusal.value;
  const why = liveRefusal.value;
  useEffect(() => {
    if (why !== null) void tell({ sentence: why, kind: "bad" });
  }, [why]);
  return (
    <>
      <Head desk={desk} />
      {own && !own.softphone && <h1 class="cb-unseen">{own.name}</h1>}
      {seated && <Now desk={desk} />}
      {choosing && <Choices desk={desk} />}
      {choosing && <AfterCall desk={desk} />}
      {own && readsBalance(own) && <Suspended of={BalanceLine} desk={desk} />}
      {own && !own.softphone && <Suspended of={TeamStrip} />}
      <Latest desk={desk} />
    </>
  );
}
