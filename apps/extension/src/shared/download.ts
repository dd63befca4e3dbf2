import { MINUTE } from "@callboard/domain/core/time";
import { currentHeaders } from "../data/api.ts";
import { session } from "../data/session.ts";
import { shell as texts } from "../texts/en/shell/shell.ts";
import { toasts } from "./toasts.ts";

/** How long the file's address stays valid. */
const REVOKE_AFTER_MS = MINUTE;

/** Offers a file with this name as a download. */
export function saveFile(name: string, content: Blob): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  // Some browsers read the file only after the person has chosen where to save it.
  setTimeout(() => URL.revokeObjectURL(link.href), REVOKE_AFTER_MS);
}

/** Spreadsheets read the byte order mark as "this is UTF-8"; without it accented names come out wrong. */
export const csvFile = (text: string): Blob => new Blob(["\uFEFF", text], { type: "text/csv;charset=utf-8" });

/** Downloads a file from the server: a plain link couldn't send the session's header. A failure shows as a toast. */
export async function download(
  path: string,
  query: Readonly<Record<string, string | undefined>>,
  name: string,
): Promise<void> {
  const params = new URLSearchParams(Object.entries(query).flatMap(([key, value]) => (value ? [[key, value]] : [])));
  try {
    const response = await fetch(`${session.peek()?.server ?? ""}${path}?${params}`, { headers: currentHeaders() });
    if (response.ok) return saveFile(name, await response.blob());
    const body = (await response.json().catch(() => null)) as { error?: { message?: string } } | null;
    toasts.show({ tone: "bad", sentence: body?.error?.message ?? texts.notDownloaded });
  } catch {
    toasts.show({ tone: "bad", sentence: texts.unreachable });
  }
}
