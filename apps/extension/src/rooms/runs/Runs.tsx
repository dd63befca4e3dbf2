import { shell } from "../../texts/en/shell.ts";
import { Page } from "../../shell/Page.tsx";

/** Long work of the account. */
export function Runs() {
  return <Page title={shell.rooms.runs}>{null}</Page>;
}
