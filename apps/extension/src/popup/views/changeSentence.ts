import { popup as texts } from "../../texts/en/popup/popup.ts";
import { format } from "../../texts/format.ts";

/** A change in the server's words. */
interface ChangeView {
  by: string;
  byOneself: boolean;
  action: string;
  detail: string;
  cause: string | null;
}

/** "Dana Reyes changed the status Lunch: Default length 30 min → 45 min", and why. */
export function changeSentence({ by, byOneself, action, detail, cause }: ChangeView): string {
  const who = byOneself ? texts.you : by;
  if (!detail)
    return cause === null ? format(texts.did, { who, action }) : format(texts.didBecause, { who, action, cause });
  if (cause === null) return format(texts.didDetail, { who, action, detail });
  return format(texts.didDetailBecause, { who, action, detail, cause });
}
