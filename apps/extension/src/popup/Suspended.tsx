import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";

/** A view that is fetched when it is needed: the popup's first picture does not wait for what few people see. */
export function Suspended({ of }: { of: () => Promise<ComponentType> }) {
  const [View, setView] = useState<ComponentType | null>(null);
  useEffect(() => {
    let current = true;
    void of().then((view) => current && setView(() => view));
    return () => void (current = false);
  }, [of]);
  return View && <View />;
}
