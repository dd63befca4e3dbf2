import { Button } from "@callboard/ui/Button";
import { Notice } from "@callboard/ui/Notice";
import { Skeleton } from "@callboard/ui/Skeleton";
import type { ComponentChildren } from "preact";
import type { Resource } from "../../data/liveResource.ts";
import { shell as texts } from "../../texts/en/shell/shell.ts";

interface LoadedProps<T> {
  resource: Pick<Resource<T>, "failure" | "offline" | "refetch"> & { data: { value: T | null } };
  /** The label while loading, for screen readers. */
  label: string;
  lines?: number;
  children: (data: T) => ComponentChildren;
}

/** The one place where a screen shows loading, failures and being offline. Earlier data stays, with a note. */
export function Loaded<T>({ resource, label, lines = 6, children }: LoadedProps<T>) {
  const data = resource.data.value;
  const failure = resource.failure.value;
  const offline = resource.offline.value;
  const retryButton = (
    <Button size="small" onClick={() => void resource.refetch()}>
      {texts.tryAgain}
    </Button>
  );
  return (
    <>
      {offline && (
        <Notice
          tone="warn"
          sentence={data === null ? texts.unreachable : texts.offlineState}
          detail={texts.retrying}
          action={retryButton}
        />
      )}
      {failure && <Notice tone="bad" sentence={failure.sentence} action={retryButton} />}
      {data !== null
        ? children(data)
        : !failure && !offline && <Skeleton label={label} lines={lines} lineHeight="36px" />}
    </>
  );
}
