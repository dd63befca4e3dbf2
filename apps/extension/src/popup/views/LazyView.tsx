import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";

export type LoadView<P> = () => Promise<ComponentType<P>>;

// Keyed by the function that loads the view, so that the view's type is known on reading.
const views = new Map<unknown, unknown>();

/** Loads a view before it is rendered, so that it is part of the first render. */
export async function prefetchView(of: () => Promise<unknown>): Promise<void> {
  if (!views.has(of)) views.set(of, await of());
}

const RETRY_MS = 1_000;

// A popup that is closing can't load anything and is gone before the second try; a second failure is a bug.
const loadWithRetry = <P,>(of: LoadView<P>): Promise<ComponentType<P>> =>
  of().catch(async () => {
    await new Promise((done) => setTimeout(done, RETRY_MS));
    return of();
  });

/** A view that is loaded when it is needed: the first render doesn't wait for views that few people see. */
export function LazyView<P extends object>({ of, ...props }: { of: LoadView<P> } & P) {
  const [Drawn, setDrawn] = useState(() => views.get(of) as ComponentType<object> | undefined);
  useEffect(() => {
    let current = true;
    void loadWithRetry(of).then((view) => current && setDrawn(() => view as ComponentType<object>));
    return () => void (current = false);
  }, [of]);
  return Drawn && <Drawn {...props} />;
}
