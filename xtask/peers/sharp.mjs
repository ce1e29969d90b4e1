// sharp, which is libvips with its own build of libjpeg: `sharp.mjs THREADS`. It is found where
// SHARP_FOLDER says.

import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import process from "node:process";

const sharp = createRequire(`${process.env.SHARP_FOLDER}/`)("sharp");

async function make(photo, sheet) {
  await sharp(photo)
    .resize(1800, 1200, { fit: "cover", kernel: "lanczos3" })
    .toColorspace("srgb")
    .sharpen({ sigma: 1 })
    .jpeg({ quality: 92, chromaSubsampling: "4:4:4", mozjpeg: false, optimiseCoding: false })
    .toFile(sheet);
}

if (process.argv.at(-1) === "--version") {
  console.log(sharp.versions.sharp);
} else {
  sharp.concurrency(Number(process.argv[2]));
  sharp.cache(false);
  for await (const line of createInterface({ input: process.stdin })) {
    const [photo, sheet] = line.split("\t");
    const wall = performance.now();
    const cpu = process.cpuUsage();
    await make(photo, sheet);
    const used = process.cpuUsage(cpu);
    console.log(
      JSON.stringify({
        wall_ms: performance.now() - wall,
        cpu_ms: (used.user + used.system) / 1000,
      }),
    );
  }
}
