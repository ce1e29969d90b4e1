// The kiosk's screen. It holds no truth: it draws the station's View and sends Commands.
// Start reading at app.ts (what a View becomes), then screen/ (one file per screen).

import "./style/kiosk.css";
import { startApp } from "./app";
import { tauriHost } from "./tauri_host";

await startApp(document.body, tauriHost());
