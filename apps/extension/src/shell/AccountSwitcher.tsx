import { Badge } from "@callboard/ui/Badge";
import { Icon } from "@callboard/ui/Icon";
import { TextInput } from "@callboard/ui/TextInput";
import type { TargetedKeyboardEvent } from "preact";
import { useRef, useState } from "preact/hooks";
import { shell as texts } from "../texts/en/shell/shell.ts";
import { enterAccount } from "./enterAccount.ts";
import { matchingAccounts, treeOf } from "./accountTree.ts";
import { type OwnAccount, useViewer } from "../shared/viewer.ts";
import "./AccountSwitcher.css";

/** Longer lists get a search box. */
const SEARCH_FROM = 8;
const TONES = { stopped: "warn", paused: "warn", inactive: "bad", canceled: "slate" } as const;

function StateBadge({ label }: Pick<OwnAccount, "label">) {
  return label === "active" ? null : <Badge tone={TONES[label]}>{texts.state[label]}</Badge>;
}

/** The current account with the person's role and its state, and the others under their agencies. */
export function AccountSwitcher() {
  const { me, account } = useViewer();
  const list = useRef<HTMLDivElement>(null);
  const [search, setSearch] = useState("");
  const rows = treeOf(matchingAccounts(me.accounts, search));
  const choose = (next: OwnAccount) => {
    list.current?.hidePopover();
    if (next.id !== account.id) void enterAccount(next);
  };
  return (
    <>
      <button type="button" class="account-button" popovertarget="accounts">
        <span class="cb-visually-hidden">{texts.switchAccount}</span>
        <span class="account-name">{account.name}</span>
        <span class="account-role">{account.owner ? texts.owner : texts.role[account.role]}</span>
        <StateBadge label={account.label} />
        <Icon name="chevron-down" />
      </button>
      <div
        ref={list}
        id="accounts"
        class="accounts"
        popover="auto"
        role="dialog"
        aria-label={texts.accounts}
        onKeyDown={moveFocus}
        onToggle={(event) => event.newState === "open" && focusFirst(event.currentTarget)}
      >
        {me.accounts.length >= SEARCH_FROM && (
          <TextInput
            type="search"
            icon="search"
            label={texts.searchAccounts}
            placeholder={texts.searchAccounts}
            value={search}
            onChange={setSearch}
          />
        )}
        <ul class="accounts-list">
          {rows.map(({ account: listed, isIndented }) => (
            <li key={listed.id} data-under={isIndented || undefined}>
              <button type="button" aria-current={listed.id === account.id || undefined} onClick={() => choose(listed)}>
                <span class="account-name">{listed.name}</span>
                <StateBadge label={listed.label} />
                <span class="account-role">{listed.owner ? texts.owner : texts.role[listed.role]}</span>
              </button>
            </li>
          ))}
        </ul>
        <p class={rows.length > 0 ? "cb-visually-hidden" : "cb-muted"} role="status">
          {rows.length === 0 && texts.noSuchAccount}
        </p>
      </div>
    </>
  );
}

const focusTargets = (list: HTMLElement) => [...list.querySelectorAll<HTMLElement>("input, button")];

/** The search box if there is one, otherwise the current account. */
function focusFirst(list: HTMLElement): void {
  const targets = focusTargets(list);
  const search = targets.find(({ tagName }) => tagName === "INPUT");
  (search ?? targets.find(({ ariaCurrent }) => ariaCurrent) ?? targets[0])?.focus();
}

function moveFocus(event: TargetedKeyboardEvent<HTMLElement>): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined) return;
  const targets = focusTargets(event.currentTarget);
  event.preventDefault();
  targets[targets.indexOf(document.activeElement as HTMLElement) + step]?.focus();
}
