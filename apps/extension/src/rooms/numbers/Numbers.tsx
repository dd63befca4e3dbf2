import { shell } from "../../texts/en/shell.ts";
import { Page } from "../../shell/Page.tsx";

/** The tracking numbers of the account. */
export function Numbers() {
  return <Page title={shell.rooms.numbers}>{null}</Page>;
}
