import "./manager.css";
import "htmx.org";
import { drawCharts } from "./chart";

// Every page works without this file; it saves reloading and draws the chart.
drawCharts(document);
document.addEventListener("htmx:after:swap", () => drawCharts(document));
