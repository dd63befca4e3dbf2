import { effect } from "@preact/signals";
import { api } from "../../data/api.ts";
import { setZone } from "../../data/locale.ts";
import { createResource, type Resource } from "../../data/liveResource.ts";
import { session } from "../../data/session.ts";
import { applyPersonTheme } from "../../data/theme.ts";
import type { Outputs } from "../../data/api.ts";

/** Applies the person's theme and zone to this device too. */
export function syncPreferences(): void {
  let resource: Resource<Outputs["preferences"]["get"]> | null = null;
  let followedPerson: string | null = null;
  effect(() => {
    const person = session.value?.person ?? null;
    if (person === followedPerson) return;
    followedPerson = person;
    resource?.stop();
    resource = person === null ? null : createResource(["preferences"], () => api().preferences.get.query());
    const { data } = resource ?? {};
    data?.subscribe((preferences) => {
      if (!preferences) return;
      applyPersonTheme(preferences.theme);
      setZone(preferences.zone);
    });
  });
}
