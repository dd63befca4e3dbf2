import { useState } from "preact/hooks";

export interface Draft<T> {
  value: T;
  /** The version that the form was opened with and is saved against. */
  version: number;
  isTouched: boolean;
  /** Somebody saved a newer version while this one was being edited. */
  isOutdated: boolean;
  edit: (change: Partial<T>) => void;
  /** Drops the edits and shows the newest version. */
  reset: () => void;
}

/** A form's values. Untouched, they follow the newest answer; after the first edit, answers no longer change them. */
export function useDraft<T extends object>(newest: T, newestVersion: number): Draft<T> {
  const [edited, setEdited] = useState<{ value: T; version: number } | null>(null);
  return {
    value: edited?.value ?? newest,
    version: edited?.version ?? newestVersion,
    isTouched: edited !== null,
    isOutdated: edited !== null && edited.version !== newestVersion,
    edit: (change) =>
      setEdited((current) => ({
        value: { ...(current?.value ?? newest), ...change },
        version: current?.version ?? newestVersion,
      })),
    reset: () => setEdited(null),
  };
}
