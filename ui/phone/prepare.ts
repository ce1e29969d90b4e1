import { convertToJpeg } from "./picture";
import type { Prepared } from "./queue";
import { HEAD_BYTES, recognise } from "./recognise";
import { type Destination, labelOf, seal } from "./seal";
import type { Reason } from "./photo";

/**
 * Looks at a file before anything is sent, so that nobody waits minutes for a "no": what it is
 * by its first bytes, whether it is too large, whether the browser must convert it; then seals it.
 */
export async function prepare(
  file: File,
  key: CryptoKey,
  destination: Destination,
  mostBytes: number,
): Promise<Prepared> {
  try {
    const head = new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer());
    const kind = recognise(head);
    if (kind.kind === "refused") return refused(kind.refusal);
    let picture = file;
    if (kind.kind === "foreign") {
      const jpeg = await convertToJpeg(file);
      if (jpeg === undefined) return refused(kind.refusal);
      picture = jpeg;
    }
    if (picture.size > mostBytes) return refused("too_large");
    return { outcome: "sealed", sealed: await seal(key, destination, labelOf(picture), picture) };
  } catch {
    // The album took the file back, or it lies in a cloud that cannot be reached.
    return refused("unreadable");
  }
}

function refused(reason: Reason): Prepared {
  return { outcome: "refused", reason };
}
