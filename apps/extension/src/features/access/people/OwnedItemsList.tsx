import { Checkbox } from "@callboard/ui/Checkbox";
import { useState } from "preact/hooks";
import { shell } from "../../../texts/en/shell/shell.ts";
import { ownedItems as texts } from "../../../texts/en/ownedItems.ts";
import { format } from "../../../texts/format.ts";
import type { OwnedItems } from "../types.ts";

/** Items that can be kept for somebody else; runs are paused, and mails that wait are not sent. */
const KEEPABLE_KINDS = ["keys", "invitations", "schedules"] as const;
type KeepableKind = (typeof KEEPABLE_KINDS)[number];
export type KeptItems = Record<KeepableKind, string[]>;

const NO_KEPT_ITEMS: KeptItems = { keys: [], invitations: [], schedules: [] };
export const useKeptItems = () => useState<KeptItems>(NO_KEPT_ITEMS);

/** Whether a person owns or receives anything that ends when their role changes. */
export const hasOwnedItems = (ownedItems: readonly OwnedItems[]): boolean =>
  ownedItems.some(
    ({ keys, invitations, schedules, runs, mails }) =>
      [keys, invitations, schedules, runs].some((list) => list.length > 0) || mails > 0,
  );

interface OwnedItemsListProps {
  ownedItems: readonly OwnedItems[];
  /** The name of the person who owns the items. */
  name: string;
  /** The account that the page is about; items of other accounts are listed under their account's name. */
  accountId: string;
  /** The person stays in the account with another role: a key that nobody takes over keeps only what that role may do. */
  isStaying?: boolean;
  keptItems: KeptItems;
  onKeptItems: (kept: KeptItems) => void;
}

/** Items that a person owns or receives by mail; whoever confirms takes over those that are ticked. */
export function OwnedItemsList({
  ownedItems,
  name,
  accountId,
  isStaying = false,
  keptItems,
  onKeptItems,
}: OwnedItemsListProps) {
  if (!hasOwnedItems(ownedItems)) return null;
  const toggle = (kind: KeepableKind, id: string) => (on: boolean) =>
    onKeptItems({
      ...keptItems,
      [kind]: on ? [...keptItems[kind], id] : keptItems[kind].filter((keptId) => keptId !== id),
    });
  return (
    <fieldset class="owned-items">
      <legend class="owned-items-legend">{texts.title}</legend>
      <p class="cb-muted">{format(isStaying ? texts.whatStays : texts.explanation, { name })}</p>
      {ownedItems.map((items) => (
        <AccountItems
          key={items.account.id}
          items={items}
          showsName={items.account.id !== accountId}
          keptItems={keptItems}
          toggle={toggle}
        />
      ))}
    </fieldset>
  );
}

interface AccountItemsProps {
  items: OwnedItems;
  /** Shows the account's name as a heading. */
  showsName: boolean;
  keptItems: KeptItems;
  toggle: (kind: KeepableKind, id: string) => (on: boolean) => void;
}

function AccountItems({
  items: { account, keys, invitations, schedules, runs, mails },
  showsName,
  keptItems,
  toggle,
}: AccountItemsProps) {
  const lines = [
    ...keys.map(({ id, name }) => ({
      kind: "keys" as const,
      id,
      label: format(texts.key, { name }),
      hint: texts.keyHint,
    })),
    ...invitations.map(({ id, email, role }) => ({
      kind: "invitations" as const,
      id,
      label: format(texts.invitation, { email, role: shell.role[role] }),
      hint: texts.invitationHint,
    })),
    ...schedules.map(({ id, cadenceText: cadence, alone: isOnlyRecipient }) => ({
      kind: "schedules" as const,
      id,
      label: format(texts.schedule, { cadence }),
      hint: isOnlyRecipient ? texts.scheduleAlone : texts.scheduleHint,
    })),
  ];
  if (lines.length === 0 && runs.length === 0 && mails === 0) return null;
  return (
    <div class="owned-items-account">
      {showsName && <h3 class="owned-items-name">{account.name}</h3>}
      {lines.map(({ kind, id, label, hint }) => (
        <Checkbox
          key={id}
          label={label}
          hint={hint}
          checked={keptItems[kind].includes(id)}
          onChange={toggle(kind, id)}
        />
      ))}
      {runs.map(({ id, title }) => (
        <p key={id}>{format(texts.run, { title })}</p>
      ))}
      {mails > 0 && <p>{mails === 1 ? texts.mail : format(texts.mails, { mails })}</p>}
    </div>
  );
}
