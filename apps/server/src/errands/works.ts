import type { ErrandKind } from "@callboard/domain/errands";
import { buying } from "./buying.ts";
import { charging } from "./charging.ts";
import { refunding } from "./refunding.ts";
import { releasing } from "./releasing.ts";
import type { ErrandWork } from "./work.ts";

/** The one list of how errands are carried out, by their kind. */
export const WORKS: Record<ErrandKind, ErrandWork> = {
  "buy number": buying,
  "release number": releasing,
  "charge card": charging,
  "refund card": refunding,
};
