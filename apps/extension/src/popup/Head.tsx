import { MINUTE } from "@callboard/domain/time";
import { flipped } from "@callboard/ui/theme";
import { Icon } from "@callboard/ui/Icon";
import { IconButton } from "@callboard/ui/IconButton";
import { When, whenText } from "@callboard/ui/When";

import { serverNow } from "../clock.ts";
import { liveState } from "../live.ts";
import { isDark } from "../theme.ts";
import { popup as texts } from "../texts/en/popup.ts";
import { say } from "../texts/say.ts";
import type { Desk } from "./desk.ts";
import { LazyMenu } from "./LazyMenu.tsx";
import { place } from "./place.ts";
import { chooseTheme } from "./themeDeed.ts";
import "./Head.css";

const opening = () => import("../openConsole.ts");

/** Whose popup this is, and how true it is at this moment. */
export function Head({ desk }: { desk: Desk }) {
  const own = desk.own.value;
  const several = (desk.me.data.value?.accounts.length ?? 0) > 1;
  return (
    <header class="head">
      <div class="head-account">
        {several ? (
          <LazyMenu
            label={say(texts.accounts, { account: nameOf(desk) })}
            kind="quiet"
            entries={(menu) => menu.accountEntries(desk)}
          >
            <Name desk={desk} />
            <Icon name="chevron-down" size={14} />
          </LazyMenu>
        ) : (
          <span class="head-alone">
            <Name desk={desk} />
          </span>
        )}
        <p class="head-truth">
          {desk.stale.value !== null || desk.me.offline.value ? <Age desk={desk} /> : own && <Who desk={desk} />}
        </p>
      </div>
      <ThemeButton />
      <IconButton
        icon="open"
        label={texts.openConsole}
        onClick={() =>
          void opening()
            .then((opens) => opens.openConsole(desk.account))
            .then(close)
        }
      />
      <LazyMenu label={texts.menu} kind="icon" entries={(menu) => menu.moreEntries()}>
        <Icon name="dots" />
      </LazyMenu>
    </header>
  );
}

function nameOf(desk: Desk): string {
  const own = desk.own.value;
  if (!own) return "";
  return own.label === "active" ? own.name : `${own.name} (${texts.label[own.label]})`;
}

function Name({ desk }: { desk: Desk }) {
  const own = desk.own.value;
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

function Who({ desk }: { desk: Desk }) {
  const { name } = desk.me.data.value!.person;
  return <>{say(texts.roleLine, { person: name, role: desk.own.value!.role })}</>;
}

/** An old picture says how old it is; a fresh one is on its way within a moment, so the words wait that long. */
function Age({ desk }: { desk: Desk }) {
  const offline =
    liveState.value === "offline" || [desk.me, desk.mine, desk.balance].some((part) => part.offline.value);
  const at = desk.stale.value;
  if (at === null) return <span class="head-offline">{texts.offlineNever}</span>;
  const text = offline ? texts.offline : texts.asOf;
  const [before = "", after = ""] = text.split("{ago}");
  return (
    <span class={offline ? "head-offline" : "head-age"} role="status">
      {before}
      <When at={at} now={serverNow} {...place.value} text={ageText} />
      {after}
    </span>
  );
}

const ageText = (away: number): string => {
  const { locale } = place.value;
  return away > -MINUTE ? texts.moment : whenText(0, -away, "UTC", locale);
};

function ThemeButton() {
  const dark = isDark();
  return (
    <IconButton
      icon={dark ? "sun" : "moon"}
      label={dark ? texts.theme.toLight : texts.theme.toDark}
      onClick={() => chooseTheme(flipped(dark ? "dark" : "light", false))}
    />
  );
}
