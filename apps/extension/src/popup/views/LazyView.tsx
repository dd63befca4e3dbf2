import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";

export type LoadView<P> = () => Promise<ComponentType<P>>;

/** Views loaded so far, by the function that loads them. */
const views = new Map<unknown, unknown>();

/** Loads a view before it is rendered, so that it is part of the first render. */
export async function prefetchView(load: () => Promise<unknown>): Promise<void> {
  if (!views.has(load)) views.set(load, await load());
}

const RETRY_MS = 1_000;

// Loading fails in a popup that is closing, which is gone before the second try. A second failure is a bug.
const loadWithRetry = <P,>(load: LoadView<P>): Promise<ComponentType<P>> =>
  load().catch(async () => {
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    return load();
  });

/** A view that is loaded when it is needed: the first render doesn't wait for views that few people see. */
export function LazyView<P extends object>({ view: load, ...props }: { view: LoadView<P> } & P) {
  const [View, setView] = useState(() => views.get(load) as ComponentType<object> | undefined);
  useEffect(() => {
    let isCurrent = true;
    void loadWithRetry(load).then((view) => isCurrent && setView(() => view as ComponentType<object>));
    return () => void (isCurrent = false);
  }, [load]);
  return View && <View {...props} />;
}
