import { useEffect } from "preact/hooks";
import { api } from "../data/api.ts";
import { setZone, locale } from "../data/locale.ts";
import { useResource } from "../data/liveResource.ts";
import { routeAccount, replaceRouteAccount } from "../shared/route.ts";
import { session } from "../data/session.ts";
import { applyPersonTheme } from "../data/theme.ts";
import { notifyAtStateChange } from "../data/stateChangeTimer.ts";
import { shell as texts } from "../texts/en/shell/shell.ts";
import { enterAccount } from "./enterAccount.ts";
import { storeLastAccount } from "./tabAccount.ts";
import { ConsoleLayout } from "./ConsoleLayout.tsx";
import { Loaded } from "../shared/page/Loaded.tsx";
import { NoAccount } from "./NoAccount.tsx";
import { AccountNotFound } from "./AccountNotFound.tsx";
import { OperatorHome } from "./OperatorHome.tsx";
import { ViewerContext } from "../shared/viewer.ts";

/** Everything behind the sign-in: finds out who is signed in and which accounts they have, then renders the layout. */
export function SignedIn() {
  const account = session.value?.account ?? null;
  const me = useResource(["member", "account", "lifecycle"], () => api().access.me.query());
  const preferences = useResource(["preferences"], async () => {
    const saved = await api().preferences.get.query();
    setZone(saved.zone);
    return saved;
  });
  const accounts = me.data.value?.accounts;
  const current = accounts?.find(({ id }) => id === account);
  const firstAccount = accounts?.[0]?.id;
  const addressedAccount = routeAccount.value;
  const person = me.data.value?.person.id;
  const theme = preferences.data.value?.theme;
  // When time alone next changes the account's state.
  const turnsAt = current?.turnsAt ?? null;
  const answeredAt = me.answeredAt.value;
  useEffect(
    () => (current && notifyAtStateChange(current.id, turnsAt)) ?? undefined,
    [current?.id, turnsAt, answeredAt],
  );
  useEffect(() => {
    // Without an account in the address, the last visit's is used, or the first if that is gone. An account that the
    // address names is never replaced: a link must not open another account than its own.
    if (addressedAccount === null && firstAccount !== undefined) replaceRouteAccount(current?.id ?? firstAccount);
  }, [addressedAccount, current?.id, firstAccount]);
  useEffect(() => {
    if (person !== undefined && current) void storeLastAccount(person, current.id);
  }, [person, current?.id]);
  useEffect(() => {
    if (theme) applyPersonTheme(theme);
  }, [theme]);
  if (addressedAccount !== null && addressedAccount === account && accounts?.[0] && !current)
    return <AccountNotFound me={me.data.value!} />;
  if (me.data.value === null || (accounts!.length > 0 && !current))
    return (
      <main class="page">
        <Loaded resource={me} label={texts.loading} lines={3}>
          {() => null}
        </Loaded>
      </main>
    );
  if (!current)
    return me.data.value.person.operator ? <OperatorHome me={me.data.value} /> : <NoAccount me={me.data.value} />;
  const viewer = {
    me: me.data.value,
    account: current,
    ...locale.value,
    refetch: me.refetch,
    enterAccount,
  };
  return (
    <ViewerContext.Provider value={viewer}>
      {/* Keyed by zone: everything that the server formatted in another zone is refetched. */}
      <ConsoleLayout key={viewer.zone} />
    </ViewerContext.Provider>
  );
}
