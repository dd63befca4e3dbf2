import { useEffect } from "preact/hooks";
import { canReadBalance } from "@callboard/domain/access/popupPermissions";
import { ToastFrame } from "@callboard/ui/ToastFrame";
import { prefetchView, LazyView } from "./LazyView.tsx";
import { AfterCall } from "./status/AfterCall.tsx";
import { StatusPicker } from "./status/StatusPicker.tsx";
import { showToast, toasts } from "../state/toasts.ts";
import { liveFailure } from "../../data/live.ts";
import type { PopupStore } from "../state/store.ts";
import { store, isSignedOut } from "../state/boot.ts";
import { Head } from "./Head.tsx";
import { LatestChanges } from "./LatestChanges.tsx";
import { CurrentStatus } from "./status/CurrentStatus.tsx";
import { popup as texts } from "../../texts/en/popup/popup.ts";
import "./Popup.css";
import "./TeamStrip.css";

const SignIn = () => import("./SignIn.tsx").then((module) => module.SignIn);
const TeamStrip = () => import("./TeamStrip.tsx").then((module) => module.TeamStrip);
const BalanceLine = () => import("./BalanceLine.tsx").then((module) => module.BalanceLine);
const ToastItems = () => import("@callboard/ui/ToastItems").then((module) => module.ToastItems);
const NoAccount = () => import("./NoAccount.tsx").then((module) => module.NoAccount);

/** One screen of fixed size: the current status, the actions on it, and the latest changes. */
export function Popup() {
  const now = store.value;
  const said = toasts.value;
  return (
    <main class="popup">
      {now ? <OpenPopup desk={now} /> : <LazyView of={isSignedOut.value ? SignIn : NoAccount} />}
      <ToastFrame label={texts.messages}>
        {said && said.list.value.length > 0 && <LazyView of={ToastItems} toasts={said} dismissLabel={texts.dismiss} />}
      </ToastFrame>
    </main>
  );
}

/** Loads the views of this account's first render: most people answer calls and have nothing to do with payment. */
export async function prefetchViews(of: PopupStore | null): Promise<void> {
  const own = of?.own.value;
  const views = own ? [own.softphone ? [] : [TeamStrip], canReadBalance(own) ? [BalanceLine] : []].flat() : [];
  // A view that can't be loaded is skipped here and tried again when it is rendered.
  await Promise.allSettled(views.map(prefetchView));
}

export function OpenPopup({ desk: store }: { desk: PopupStore }) {
  const own = store.own.value;
  const mine = store.mine.data.value;
  // For an account without a snapshot, offline leaves nothing to show but that it is offline.
  const isCutOff = mine === null && (store.me.offline.value || store.mine.offline.value);
  const seated = own ? own.softphone : mine !== null || isCutOff;
  const choosing = seated && !isCutOff && !store.mine.refusal.value;
  const why = liveFailure.value;
  useEffect(() => {
    if (why !== null) void showToast({ sentence: why, kind: "bad" });
  }, [why]);
  return (
    <>
      <Head desk={store} />
      {own && !own.softphone && <h1 class="cb-unseen">{own.name}</h1>}
      {seated && <CurrentStatus desk={store} />}
      {choosing && <StatusPicker desk={store} />}
      {choosing && <AfterCall desk={store} />}
      {own && canReadBalance(own) && <LazyView of={BalanceLine} desk={store} />}
      {own && !own.softphone && <LazyView of={TeamStrip} />}
      <LatestChanges desk={store} />
    </>
  );
}
