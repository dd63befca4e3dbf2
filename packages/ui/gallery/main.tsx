import { render } from "preact";
import "../src/tokens.css";
import "../src/base.css";
import "../src/text.css";
import "./gallery.css";
import { Controls } from "./controls.tsx";
import { Data } from "./data.tsx";
import { Forms } from "./forms.tsx";
import { Overlays } from "./overlays.tsx";
import { Foundations } from "./foundations.tsx";

function Gallery() {
  return (
    <main class="gallery">
      {(["light", "dark"] as const).map((theme) => (
        <div class="gallery-theme" data-theme={theme} key={theme}>
          <Foundations />
          <Controls />
          <Forms />
          <Data />
          <Overlays />
        </div>
      ))}
    </main>
  );
}

const root = document.getElementById("gallery");
if (root) render(<Gallery />, root);
