import { holds } from "@callboard/domain/lifecycle";
import { readPage } from "../../lists.ts";
import { one } from "../../needs.ts";
import { momentOf } from "../../scope.ts";
import { look } from "../../store.ts";
import { open } from "../../trpc.ts";
import { errandRows } from "../tracking/numberRows.ts";

const SHOWN = 20;

export const openEnds = {
  /** What a canceled account still has open with the carrier; nothing where it works, or where all is closed. */
  openEnds: open("read the status").query(async ({ ctx: { scope, place } }) => {
    const { lifecycle } = await look(scope, { lifecycle: one("lifecycle", scope.account) });
    const found = await readPage(scope, "errand", { by: "open", limit: SHOWN });
    const isCanceled = holds(lifecycle.data.canceled, momentOf(scope));
    return {
      ends: isCanceled ? await errandRows(scope, place, found.docs) : [],
      more: isCanceled && found.next !== null,
    };
  }),
};
