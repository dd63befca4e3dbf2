// Everything a menu needs in one file to load; importing the parts separately would create several.
import "@callboard/ui/extraIconPaths";
export { Menu } from "@callboard/ui/Menu";
export { accountEntries, moreEntries } from "./menuEntries.ts";
