import { useEffect } from "preact/hooks";
import { canReadBalance } from "@callboard/domain/access/popupPermissions";
import { iconPath, loadExtraIcons } from "@callboard/ui/iconPath";
import { ToastFrame } from "@callboard/ui/ToastFrame";
import { prefetchView, LazyView } from "./LazyView.tsx";
import { AfterCall } from "./status/AfterCall.tsx";
import { StatusPicker } from "./status/StatusPicker.tsx";
import { showToast, toasts } from "../state/toasts.ts";
import { liveFailure } from "../../data/liveState.ts";
import type { PopupStore } from "../state/store.ts";
import { openStore, isSignedOut } from "../state/boot.ts";
import { Head } from "./Head.tsx";
import { LatestChanges } from "./LatestChanges.tsx";
import { CurrentStatus } from "./status/CurrentStatus.tsx";
import { popup as texts } from "../../texts/en/popup/popup.ts";
import "./Popup.css";
import "./TeamStrip.css";

const SignIn = () => import("./SignIn.tsx").then((module) => module.SignIn);
const TeamStrip = () => import("./TeamStrip.tsx").then((module) => module.TeamStrip);
const PlannedLine = () => import("./status/PlannedLine.tsx").then((module) => module.PlannedLine);
const BalanceLine = () => import("./BalanceLine.tsx").then((module) => module.BalanceLine);
const ToastItems = () => import("@callboard/ui/ToastItems").then((module) => module.ToastItems);
const AlertLine = () => import("./alerts/AlertLine.tsx").then((module) => module.AlertLine);
const NoAccount = () => import("./NoAccount.tsx").then((module) => module.NoAccount);

/** One screen of fixed size: the current status, the actions on it, and the latest changes. */
export function Popup() {
  const current = openStore.value;
  const shownToasts = toasts.value;
  return (
    <main class="popup">
      {current ? <OpenPopup store={current} /> : <LazyView view={isSignedOut.value ? SignIn : NoAccount} />}
      <ToastFrame label={texts.messages}>
        {shownToasts && shownToasts.list.value.length > 0 && (
          <LazyView view={ToastItems} toasts={shownToasts} dismissLabel={texts.dismiss} />
        )}
      </ToastFrame>
    </main>
  );
}

/** Loads the views and icons of this account's first render: most people answer calls and have nothing to do with payment. */
export async function prefetchViews(current: PopupStore | null): Promise<void> {
  const own = current?.ownAccount.value;
  const mine = current?.ownStatus.data.value;
  const first = own?.softphone ? mine?.agent.upcoming && PlannedLine : own && TeamStrip;
  const views = [first || [], own && canReadBalance(own) ? BalanceLine : []].flat();
  const icons = mine?.statuses.some(({ icon }) => icon && !iconPath(icon));
  // What can't be loaded is skipped here and tried again when it is rendered.
  await Promise.allSettled([...views.map(prefetchView), icons && loadExtraIcons()]);
}

export function OpenPopup({ store }: { store: PopupStore }) {
  const own = store.ownAccount.value;
  const mine = store.ownStatus.data.value;
  // Offline and without a snapshot there is no status to show, only that the server can't be reached.
  const isUnreachable = mine === null && (store.me.offline.value || store.ownStatus.offline.value);
  const hasSoftphone = own ? own.softphone : mine !== null || isUnreachable;
  const canChoose = hasSoftphone && !isUnreachable && !store.ownStatus.failure.value;
  const reason = liveFailure.value;
  useEffect(() => {
    if (reason !== null) void showToast({ sentence: reason, tone: "bad" });
  }, [reason]);
  return (
    <>
      <Head store={store} />
      {own && !own.softphone && <h1 class="cb-visually-hidden">{own.name}</h1>}
      {hasSoftphone && <CurrentStatus store={store} />}
      {canChoose && <StatusPicker store={store} />}
      {canChoose && <AfterCall store={store} />}
      {mine?.agent.upcoming && <LazyView view={PlannedLine} store={store} />}
      {own && canReadBalance(own) && <LazyView view={BalanceLine} store={store} />}
      {own && own.role !== "agent" && <LazyView view={AlertLine} store={store} />}
      {own && !own.softphone && <LazyView view={TeamStrip} />}
      <LatestChanges store={store} />
    </>
  );
}
