import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";

/** Marks a place whose chart is drawn already. */
const drawn = new WeakSet<Element>();

const HEIGHT_PX = 132;

/**
 * Draws every `.chart` that is not drawn yet: one point for each of `data-days`, in minor units.
 * A day leads to what it is made of (`data-links`). The same figures stand in the element's label.
 */
export function drawCharts(root: ParentNode): void {
  for (const place of root.querySelectorAll<HTMLElement>(".chart")) {
    if (drawn.has(place)) continue;
    const days = list<string>(place, "days");
    const minor = list<number>(place, "minor");
    if (days.length === 0 || days.length !== minor.length) continue;
    drawn.add(place);
    draw(place, days, minor);
  }
}

function draw(place: HTMLElement, days: string[], minor: number[]): void {
  const links = list<string>(place, "links");
  let chart = new uPlot(options(place, days), points(minor), place);
  place.addEventListener("click", () => {
    const link = links[chart.cursor.idx ?? -1];
    if (link !== undefined) window.location.assign(link);
  });
  new ResizeObserver(() => {
    chart.setSize({ width: place.clientWidth, height: HEIGHT_PX });
  }).observe(place);
  // Colours are read when the chart is made.
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    chart.destroy();
    chart = new uPlot(options(place, days), points(minor), place);
  });
}

function points(minor: number[]): uPlot.AlignedData {
  const amounts = minor.map((amount) => amount / 100);
  const last = amounts.length - 1;
  return [
    amounts.map((_, day) => day),
    amounts.map((amount, day) => (day < last ? amount : null)),
    amounts.map((amount, day) => (day >= last - 1 ? amount : null)),
  ];
}

function options(place: HTMLElement, days: string[]): uPlot.Options {
  const line = role("--ink");
  const soft = role("--ink-soft");
  const font = `12px ${role("--font")}`;
  const last = days.length - 1;
  return {
    width: place.clientWidth,
    height: HEIGHT_PX,
    padding: [14, 26, 0, 0],
    legend: { show: false },
    scales: { x: { time: false }, y: { range: (_, __, most) => [0, Math.max(most, 1) * 1.08] } },
    cursor: { y: false, drag: { x: false, y: false }, points: { size: 9, fill: role("--sheet") } },
    hooks: { setCursor: [(chart) => say(chart, place, days)] },
    series: [
      {},
      { stroke: line, width: 2, points: { show: false } },
      {
        // Today still grows: its way down is not a fall.
        stroke: soft,
        width: 1.5,
        dash: [3, 4],
        points: {
          show: true,
          size: 7,
          fill: role("--safelight"),
          stroke: role("--safelight"),
          filter: () => [last],
        },
      },
    ],
    axes: [
      {
        stroke: soft,
        font,
        size: 26,
        grid: { show: false },
        ticks: { show: false },
        splits: () => [0, Math.round(last / 2), last],
        values: (_, at) => at.map((day) => days[day] ?? ""),
      },
      {
        stroke: soft,
        font,
        size: 58,
        gap: 10,
        space: 44,
        grid: { stroke: role("--line"), width: 1 },
        ticks: { show: false },
        values: (_, at) => at.map((amount) => `¥${amount.toLocaleString("en")}`),
      },
    ],
  };
}

/** The day under the finger or pointer, in words. */
function say(chart: uPlot, place: HTMLElement, days: string[]): void {
  const day = chart.cursor.idx;
  const amount = day == null ? undefined : (chart.data[1]?.[day] ?? chart.data[2]?.[day]);
  place.dataset["said"] =
    day == null || amount == null ? "" : `${days[day] ?? ""}  ¥${amount.toFixed(2)}`;
}

/** A colour as the canvas wants it: the role, resolved for the theme of the moment. */
function role(name: string): string {
  if (name === "--font") return getComputedStyle(document.body).fontFamily;
  const probe = document.createElement("i");
  probe.style.color = `var(${name})`;
  document.body.append(probe);
  const colour = getComputedStyle(probe).color;
  probe.remove();
  return colour;
}

function list<T>(place: HTMLElement, name: string): T[] {
  try {
    const parsed: unknown = JSON.parse(place.dataset[name] ?? "[]");
    return Array.isArray(parsed) ? (parsed as T[]) : [];
  } catch {
    return [];
  }
}
