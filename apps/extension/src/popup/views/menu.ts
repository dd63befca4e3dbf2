// What a menu needs, in one file to fetch; were its parts asked for directly, there would be several.
import "@callboard/ui/extraIconPaths";
export { Menu } from "@callboard/ui/Menu";
export { accountEntries, moreEntries } from "./menuEntries.ts";
