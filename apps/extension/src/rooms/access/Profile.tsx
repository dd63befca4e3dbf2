import { Page } from "../../shell/Page.tsx";
export function Profile() { return <Page title="Profile">…</Page>; }
