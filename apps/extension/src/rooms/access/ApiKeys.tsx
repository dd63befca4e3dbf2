import { Page } from "../../shell/Page.tsx";
export function ApiKeys() { return <Page title="ApiKeys">…</Page>; }
