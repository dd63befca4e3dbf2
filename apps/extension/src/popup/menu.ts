// What a menu needs, in one file to fetch; were its parts asked for directly, there would be several.
import "@callboard/ui/moreGlyphs";
export { Menu } from "@callboard/ui/Menu";
export { accountEntries, moreEntries } from "./entries.ts";
