import { Checkbox } from "@callboard/ui/Checkbox";
import { useState } from "preact/hooks";
import { shell } from "../../../texts/en/shell/shell.ts";
import { ownedItems as texts } from "../../../texts/en/ownedItems.ts";
import { format } from "../../../texts/format.ts";
import type { OwnedItems } from "../types.ts";

const PARTS = ["keys", "invitations", "schedules"] as const;
type Part = (typeof PARTS)[number];
export type KeptItems = Record<Part, string[]>;

const NO_KEPT_ITEMS: KeptItems = { keys: [], invitations: [], schedules: [] };
export const useKeptItems = () => useState<KeptItems>(NO_KEPT_ITEMS);

/** Whether a person owns or receives anything that ends when their role changes. */
export const hasOwnedItems = (carried: readonly OwnedItems[]): boolean =>
  carried.some(
    ({ keys, invitations, schedules, runs, mails }) =>
      [keys, invitations, schedules, runs].some((list) => list.length > 0) || mails > 0,
  );

interface OwnedItemsListProps {
  carried: readonly OwnedItems[];
  /** The person that owns the items, and the account that the page is about. */
  name: string;
  home: string;
  /** They stay with a smaller role: a kept key keeps only the permissions of that role. */
  stays?: boolean;
  kept: KeptItems;
  onKeep: (kept: KeptItems) => void;
}

/** Items in a person's name or sent to their address: all of them end, except those that are ticked. */
export function OwnedItemsList({ carried, name, home, stays = false, kept, onKeep }: OwnedItemsListProps) {
  if (!hasOwnedItems(carried)) return null;
  const toggle = (part: Part, id: string) => (on: boolean) =>
    onKeep({ ...kept, [part]: on ? [...kept[part], id] : kept[part].filter((one) => one !== id) });
  return (
    <fieldset class="carried">
      <legend class="carried-legend">{texts.title}</legend>
      <p class="cb-quiet">{format(stays ? texts.whatStays : texts.what, { name })}</p>
      {carried.map((one) => (
        <AccountItems key={one.account.id} of={one} named={one.account.id !== home} kept={kept} toggle={toggle} />
      ))}
    </fieldset>
  );
}

interface AccountProps {
  of: OwnedItems;
  named: boolean;
  kept: KeptItems;
  toggle: (part: Part, id: string) => (on: boolean) => void;
}

function AccountItems({
  of: { account, keys, invitations, schedules, runs, mails },
  named,
  kept,
  toggle,
}: AccountProps) {
  const lines = [
    ...keys.map(({ id, name }) => ({
      part: "keys" as const,
      id,
      label: format(texts.key, { name }),
      hint: texts.keyHint,
    })),
    ...invitations.map(({ id, email, role }) => ({
      part: "invitations" as const,
      id,
      label: format(texts.invitation, { email, role: shell.role[role] }),
      hint: texts.invitationHint,
    })),
    ...schedules.map(({ id, rhythm, alone }) => ({
      part: "schedules" as const,
      id,
      label: format(texts.schedule, { rhythm }),
      hint: alone ? texts.scheduleAlone : texts.scheduleHint,
    })),
  ];
  if (lines.length === 0 && runs.length === 0 && mails === 0) return null;
  return (
    <div class="carried-account">
      {named && <h3 class="carried-name">{account.name}</h3>}
      {lines.map(({ part, id, label, hint }) => (
        <Checkbox key={id} label={label} hint={hint} checked={kept[part].includes(id)} onChange={toggle(part, id)} />
      ))}
      {runs.map(({ id, title }) => (
        <p key={id}>{format(texts.run, { title })}</p>
      ))}
      {mails > 0 && <p>{mails === 1 ? texts.mail : format(texts.mails, { mails })}</p>}
    </div>
  );
}
