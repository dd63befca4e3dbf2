import { Page } from "../../shell/Page.tsx";
export function SubAccounts() { return <Page title="SubAccounts">…</Page>; }
