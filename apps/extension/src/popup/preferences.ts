import { effect } from "@preact/signals";
import { api } from "../api.ts";
import { followZone } from "../locale.ts";
import { createResource, type Resource } from "../resource.ts";
import { session } from "../session.ts";
import { followPerson } from "../theme.ts";
import type { Answers } from "../api.ts";

/** Theme and zone follow the person, on this device too. */
export function followPreferences(): void {
  let resource: Resource<Answers["preferences"]["get"]> | null = null;
  let of: string | null = null;
  effect(() => {
    const person = session.value?.person ?? null;
    if (person === of) return;
    of = person;
    resource?.stop();
    resource = person === null ? null : createResource(["preferences"], () => api().preferences.get.query());
    const { data } = resource ?? {};
    data?.subscribe((mine) => {
      if (!mine) return;
      followPerson(mine.theme);
      followZone(mine.zone);
    });
  });
}
