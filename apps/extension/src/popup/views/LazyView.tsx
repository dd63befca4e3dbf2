import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";

export type LoadView<P> = () => Promise<ComponentType<P>>;

// Each view is kept by the very function that fetches it, so that its type is known again.
const views = new Map<unknown, unknown>();

/** Fetches a view before it is drawn, so that it is there from the first picture on. */
export async function prefetchView(of: () => Promise<unknown>): Promise<void> {
  if (!views.has(of)) views.set(of, await of());
}

const RETRY_MS = 1_000;

// A popup that is closing can fetch nothing and is gone before the second try; what fails twice is a fault and is thrown.
const loadWithRetry = <P,>(of: LoadView<P>): Promise<ComponentType<P>> =>
  of().catch(async () => {
    await new Promise((done) => setTimeout(done, RETRY_MS));
    return of();
  });

/** A view that is fetched when it is needed: the popup's first picture does not wait for what few people see. */
export function LazyView<P extends object>({ of, ...props }: { of: LoadView<P> } & P) {
  const [Drawn, setDrawn] = useState(() => views.get(of) as ComponentType<object> | undefined);
  useEffect(() => {
    let current = true;
    void loadWithRetry(of).then((view) => current && setDrawn(() => view as ComponentType<object>));
    return () => void (current = false);
  }, [of]);
  return Drawn && <Drawn {...props} />;
}
