import { Button } from "@callboard/ui/Button";
import { Notice } from "@callboard/ui/Notice";
import { Skeleton } from "@callboard/ui/Skeleton";
import type { ComponentChildren } from "preact";
import type { Resource } from "../../data/resource.ts";
import { shell as texts } from "../../texts/en/shell/shell.ts";

interface LoadedProps<T> {
  of: Pick<Resource<T>, "refusal" | "offline" | "refetch"> & { data: { value: T | null } };
  /** The label while loading, for screen readers. */
  label: string;
  lines?: number;
  children: (data: T) => ComponentChildren;
}

/** The one place where a screen shows loading, failures and being offline. Earlier data stays, with a note. */
export function Loaded<T>({ of, label, lines = 6, children }: LoadedProps<T>) {
  const data = of.data.value;
  const refusal = of.refusal.value;
  const offline = of.offline.value;
  const again = (
    <Button size="small" onClick={() => void of.refetch()}>
      {texts.tryAgain}
    </Button>
  );
  return (
    <>
      {offline && (
        <Notice
          kind="warn"
          sentence={data === null ? texts.unreachable : texts.showingOld}
          detail={texts.retrying}
          action={again}
        />
      )}
      {refusal && <Notice kind="bad" sentence={refusal.sentence} action={again} />}
      {data !== null
        ? children(data)
        : !refusal && !offline && <Skeleton label={label} lines={lines} lineHeight="36px" />}
    </>
  );
}
