import { MINUTE } from "@callboard/domain/core/time";
import { oppositeTheme } from "@callboard/ui/theme";
import { Icon } from "@callboard/ui/Icon";
import { IconButton } from "@callboard/ui/IconButton";
import { When, formatRelativeTime } from "@callboard/ui/When";

import { serverNow } from "../../data/clock.ts";
import { liveState } from "../../data/liveState.ts";
import { isDark } from "../../data/theme.ts";
import { popup as texts } from "../../texts/en/popup/popup.ts";
import { format } from "../../texts/format.ts";
import type { PopupStore } from "../state/store.ts";
import { LazyMenu } from "./LazyMenu.tsx";
import { locale } from "../../data/locale.ts";
import { chooseTheme } from "../actions/chooseTheme.ts";
import "./Head.css";

const loadOpenConsole = () => import("../../openConsole.ts");

/** The account, its menus, and how current the data is. */
export function Head({ store }: { store: PopupStore }) {
  const own = store.ownAccount.value;
  const hasSeveral = (store.me.data.value?.accounts.length ?? 0) > 1;
  return (
    <header class="head">
      <div class="head-account">
        {hasSeveral ? (
          <LazyMenu
            label={format(texts.accounts, { account: accountTitle(store) })}
            kind="quiet"
            entries={(menu) => menu.accountEntries(store)}
          >
            <AccountName store={store} />
            <Icon name="chevron-down" size={14} />
          </LazyMenu>
        ) : (
          <span class="head-alone">
            <AccountName store={store} />
          </span>
        )}
        <p class="head-state">
          {store.staleSince.value !== null || store.me.offline.value ? (
            <DataAge store={store} />
          ) : (
            own && <PersonLine store={store} />
          )}
        </p>
      </div>
      <ThemeButton />
      <IconButton
        icon="open"
        label={texts.openConsole}
        onClick={() =>
          void loadOpenConsole()
            .then((module) => module.openConsole(store.account))
            .then(close)
        }
      />
      <LazyMenu label={texts.menu} kind="icon" entries={(menu) => menu.moreEntries()}>
        <Icon name="dots" />
      </LazyMenu>
    </header>
  );
}

function accountTitle(store: PopupStore): string {
  const own = store.ownAccount.value;
  if (!own) return "";
  return own.label === "active" ? own.name : `${own.name} (${texts.label[own.label]})`;
}

function AccountName({ store }: { store: PopupStore }) {
  const own = store.ownAccount.value;
  return (
    <>
      <strong class="head-name">{own?.name ?? "\u00a0"}</strong>
      {own && own.label !== "active" && (
        <span class="head-label" data-tone={own.label === "inactive" ? "bad" : "warn"}>
          ({texts.label[own.label]})
        </span>
      )}
    </>
  );
}

function PersonLine({ store }: { store: PopupStore }) {
  const { name } = store.me.data.value!.person;
  return <>{format(texts.roleLine, { person: name, role: store.ownAccount.value!.role })}</>;
}

/** Says how old the data is. Fresh data usually arrives within a moment, so the text waits that long. */
function DataAge({ store }: { store: PopupStore }) {
  const offline =
    liveState.value === "offline" || [store.me, store.ownStatus, store.balance].some((part) => part.offline.value);
  const at = store.staleSince.value;
  if (at === null) return <span class="head-offline">{texts.offlineNever}</span>;
  const text = offline ? texts.offline : texts.asOf;
  const [before = "", after = ""] = text.split("{ago}");
  return (
    <span class={offline ? "head-offline" : "head-age"} role="status">
      {before}
      <When at={at} now={serverNow} {...locale.value} text={ageText} />
      {after}
    </span>
  );
}

/** "3 hours ago", or "a moment ago"; `away` is the negative age in ms. */
const ageText = (away: number): string =>
  away > -MINUTE ? texts.moment : formatRelativeTime(0, -away, "UTC", locale.value.language);

function ThemeButton() {
  const dark = isDark();
  return (
    <IconButton
      icon={dark ? "sun" : "moon"}
      label={dark ? texts.theme.toLight : texts.theme.toDark}
      onClick={() => chooseTheme(oppositeTheme(dark ? "dark" : "light", false))}
    />
  );
}
