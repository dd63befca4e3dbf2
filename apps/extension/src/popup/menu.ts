// A module of the popup's own: were the shared one asked for directly, the bundler would put it with what loads first.
export { Menu } from "@callboard/ui/Menu";
