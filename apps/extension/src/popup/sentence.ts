import { popup as texts } from "../texts/en/popup.ts";
import { say } from "../texts/say.ts";

/** A change as the server words it. */
interface Told {
  by: string;
  byOneself: boolean;
  action: string;
  detail: string;
  cause: string | null;
}

/** "Dana Reyes changed the status Lunch: Default length 30 min → 45 min", and why. */
export function sentence({ by, byOneself, action, detail, cause }: Told): string {
  const who = byOneself ? texts.you : by;
  if (!detail) return cause === null ? say(texts.did, { who, action }) : say(texts.didBecause, { who, action, cause });
  if (cause === null) return say(texts.didDetail, { who, action, detail });
  return say(texts.didDetailBecause, { who, action, detail, cause });
}
