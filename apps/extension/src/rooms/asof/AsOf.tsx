import { Page } from "../../shell/Page.tsx";
import { shell } from "../../texts/en/shell.ts";

/** The account as it stood at an instant. */
export function AsOf() {
  return <Page title={shell.rooms["as-of"]}>{null}</Page>;
}
