import { useEffect, useState } from "preact/hooks";
import { type Outputs, api } from "../../../data/api.ts";
import { access } from "../../../texts/en/access.ts";
import { format } from "../../../texts/format.ts";

const texts = access.signIn;

interface DemoPeopleProps {
  server: string;
  onChoose: (credentials: { email: string; password: string }) => void;
}

/** On a demo server anybody can sign in as anybody. Other servers refuse the request, and nothing is shown. */
export function DemoPeople({ server, onChoose }: DemoPeopleProps) {
  const [demo, setDemo] = useState<Outputs["demo"]["people"] | null>(null);
  useEffect(() => {
    let isCurrent = true;
    void api(server)
      .demo.people.query()
      .then(
        (answer) => isCurrent && setDemo(answer),
        () => null,
      );
    return () => {
      isCurrent = false;
    };
  }, [server]);
  if (!demo) return null;
  return (
    <section class="demo" aria-labelledby="demo-people">
      <h2 id="demo-people">{texts.demo}</h2>
      <p class="cb-muted cb-small">{format(texts.demoHint, { password: demo.password })}</p>
      <ul class="demo-people">
        {demo.people.map(({ email, name, what }) => (
          <li key={email}>
            <button type="button" onClick={() => onChoose({ email, password: demo.password })}>
              <strong>{name}</strong>
              <span class="cb-muted cb-small">{what}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
