import { signal } from "@preact/signals";
import { useEffect, useRef, useState } from "preact/hooks";
import { session } from "../../data/session.ts";
import { shell } from "../../texts/en/shell/shell.ts";
import { format } from "../../texts/format.ts";
import { toasts } from "../toasts.ts";
import type { Draft } from "./useDraft.ts";

interface StoredDraft {
  value: object;
  version: number;
}

/** Unsaved edits by person, account and address, kept as long as the console is open. */
const drafts = signal<ReadonlyMap<string, StoredDraft>>(new Map());
/** Text typed in one account must not appear in another. */
const draftKey = (address: string) => `${session.peek()?.person} ${session.peek()?.account} ${address}`;

/** Whether the form at this address has unsaved edits. */
export const hasDraft = (address: string): boolean => drafts.value.has(draftKey(address));

addEventListener("beforeunload", (event) => {
  if (drafts.peek().size > 0) event.preventDefault();
});

/** Removes the draft of a deleted record. */
export const removeDraft = (address: string): void => storeDraft(draftKey(address), null);

function storeDraft(key: string, draft: StoredDraft | null): void {
  const next = new Map(drafts.peek());
  if (draft) next.set(key, draft);
  else next.delete(key);
  drafts.value = next;
}

export interface PersistentDraft<T> extends Draft<T> {
  /** The draft is from an earlier visit. */
  isResumed: boolean;
}

interface PersistentDraftOptions<T> {
  /** The form's address: its draft is stored under it, and the message that the draft is kept leads back to it. */
  address: string;
  /**
   * The address of the page around the form, if that is another: on this page and those below it, such as its other
   * tabs, the message isn't shown.
   */
  page?: string;
  newest: T;
  /** Zero for a record that isn't saved yet. */
  version: number;
  /** The record's name, for the message that the draft is kept. */
  title: string;
}

/** Edits survive leaving the form: nothing typed is lost silently, and nobody has to confirm leaving. */
export function usePersistentDraft<T extends object>(options: PersistentDraftOptions<T>): PersistentDraft<T> {
  const { address, page = address, newest, version, title } = options;
  const key = useState(() => draftKey(address))[0];
  const edited = drafts.value.get(key) as (StoredDraft & { value: T }) | undefined;
  const [isResumed, setIsResumed] = useState(edited !== undefined);
  const latestTitle = useRef(title);
  latestTitle.current = title;
  useEffect(
    () => () => {
      // With another key the person has signed out or switched accounts: there is no way back to offer.
      if (!drafts.peek().has(key) || draftKey(address) !== key) return;
      if (location.hash === page || location.hash.startsWith(`${page}/`)) return;
      toasts.show({
        sentence: format(shell.draftStored, { name: latestTitle.current }),
        action: { label: shell.returnToDraft, onSelect: () => (location.hash = address) },
      });
    },
    [],
  );
  const editing = edited ?? { value: newest, version };
  return {
    value: editing.value,
    version: editing.version,
    isTouched: edited !== undefined,
    isOutdated: edited !== undefined && edited.version !== version,
    isResumed,
    edit(change) {
      const current = (drafts.peek().get(key) as (StoredDraft & { value: T }) | undefined) ?? {
        value: newest,
        version,
      };
      storeDraft(key, { value: { ...current.value, ...change }, version: current.version });
    },
    reset() {
      setIsResumed(false);
      storeDraft(key, null);
    },
  };
}
