import { Page } from "../../shell/Page.tsx";
export function PreferencesPage() { return <Page title="PreferencesPage">…</Page>; }
