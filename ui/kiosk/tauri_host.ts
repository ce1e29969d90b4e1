import { invoke } from "@tauri-apps/api/core";
import { listen } from "@tauri-apps/api/event";
import type { View } from "../shared/bindings/View";
import { encodeRetouching } from "./edit/retouching";
import type { Host } from "./host";

/** The station behind the kiosk's window: one command `send`, one event `view`, `photo://`. */
export function tauriHost(): Host {
  return {
    async start(show) {
      // Listen first, ask second: a view sent between the two is then never missed.
      await listen<View>("view", (event) => show(event.payload));
      show(await invoke<View>("view"));
    },
    async send(command) {
      await invoke("send", { command });
    },
    photoUrl: (photo) => `photo://localhost/${encodeURIComponent(photo)}`,
    proofUrl(photo, retouching, maxSide) {
      const edits = encodeRetouching(retouching);
      return `photo://localhost/${encodeURIComponent(photo)}/proof?edits=${edits}&side=${maxSide}`;
    },
  };
}
