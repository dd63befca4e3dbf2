import { Checkbox } from "@callboard/ui/Checkbox";
import { useState } from "preact/hooks";
import { shell } from "../../texts/en/shell.ts";
import { carried as texts } from "../../texts/en/carried.ts";
import { say } from "../../texts/say.ts";
import type { Carried } from "./answers.ts";

const PARTS = ["keys", "invitations", "schedules"] as const;
type Part = (typeof PARTS)[number];
export type Kept = Record<Part, string[]>;

const NONE: Kept = { keys: [], invitations: [], schedules: [] };
export const useKept = () => useState<Kept>(NONE);

/** Whether anything goes on in somebody's name, or to their address, that a change of their role ends. */
export const carriesAny = (carried: readonly Carried[]): boolean =>
  carried.some(
    ({ keys, invitations, schedules, runs, mails }) =>
      [keys, invitations, schedules, runs].some((list) => list.length > 0) || mails > 0,
  );

interface CarriedListProps {
  carried: readonly Carried[];
  /** Whose it is, and the account that the page is about. */
  name: string;
  home: string;
  /** They stay, with a smaller role: then a key goes on with what that allows. */
  stays?: boolean;
  kept: Kept;
  onKeep: (kept: Kept) => void;
}

/** What goes on in somebody's name or to their address: all of it ends but for what is ticked. */
export function CarriedList({ carried, name, home, stays = false, kept, onKeep }: CarriedListProps) {
  if (!carriesAny(carried)) return null;
  const toggle = (part: Part, id: string) => (on: boolean) =>
    onKeep({ ...kept, [part]: on ? [...kept[part], id] : kept[part].filter((one) => one !== id) });
  return (
    <fieldset class="carried">
      <legend class="carried-legend">{texts.title}</legend>
      <p class="cb-quiet">{say(stays ? texts.whatStays : texts.what, { name })}</p>
      {carried.map((one) => (
        <Account key={one.account.id} of={one} named={one.account.id !== home} kept={kept} toggle={toggle} />
      ))}
    </fieldset>
  );
}

interface AccountProps {
  of: Carried;
  named: boolean;
  kept: Kept;
  toggle: (part: Part, id: string) => (on: boolean) => void;
}

function Account({ of: { account, keys, invitations, schedules, runs, mails }, named, kept, toggle }: AccountProps) {
  const lines = [
    ...keys.map(({ id, name }) => ({
      part: "keys" as const,
      id,
      label: say(texts.key, { name }),
      hint: texts.keyHint,
    })),
    ...invitations.map(({ id, email, role }) => ({
      part: "invitations" as const,
      id,
      label: say(texts.invitation, { email, role: shell.role[role] }),
      hint: texts.invitationHint,
    })),
    ...schedules.map(({ id, rhythm, alone }) => ({
      part: "schedules" as const,
      id,
      label: say(texts.schedule, { rhythm }),
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
        <p key={id}>{say(texts.run, { title })}</p>
      ))}
      {mails > 0 && <p>{mails === 1 ? texts.mail : say(texts.mails, { mails })}</p>}
    </div>
  );
}
