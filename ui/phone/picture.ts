/*
 * The two things this page does with a picture itself, both by the browser's own decoder: a small
 * copy to show, and a JPEG of a format that the kiosk cannot read.
 */

/** The short side of a thumbnail, in pixels: a third of a wide phone at its density. */
const THUMBNAIL_PIXELS = 320;

/** The most pixels of a converted picture: what older iPhones allow a canvas, and four times
 * what an 8-inch print needs. */
const MOST_CONVERTED_PIXELS = 16_777_216;

const CONVERTED_QUALITY = 0.95;
const THUMBNAIL_QUALITY = 0.8;

/** A square-ish small copy as an object URL, or nothing when the browser cannot read the file. */
export async function thumbnail(file: Blob): Promise<string | undefined> {
  const small = await redraw(file, THUMBNAIL_QUALITY, (width, height) =>
    Math.min(1, THUMBNAIL_PIXELS / Math.min(width, height)),
  );
  return small && URL.createObjectURL(small);
}

/** The picture as a JPEG, or nothing when the browser cannot read the file either. */
export async function convertToJpeg(file: File): Promise<File | undefined> {
  const jpeg = await redraw(file, CONVERTED_QUALITY, (width, height) =>
    Math.min(1, Math.sqrt(MOST_CONVERTED_PIXELS / (width * height))),
  );
  return jpeg && new File([jpeg], file.name, { type: jpeg.type, lastModified: file.lastModified });
}

async function redraw(
  file: Blob,
  quality: number,
  scale: (width: number, height: number) => number,
): Promise<Blob | undefined> {
  let picture: ImageBitmap;
  try {
    picture = await createImageBitmap(file);
  } catch {
    return undefined;
  }
  try {
    const factor = scale(picture.width, picture.height);
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(picture.width * factor));
    canvas.height = Math.max(1, Math.round(picture.height * factor));
    const pen = canvas.getContext("2d");
    if (pen === null) return undefined;
    pen.fillStyle = "white"; // behind what is see-through: JPEG has no alpha, paper is white
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.imageSmoothingQuality = "high";
    pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
    const drawn = await new Promise<Blob | null>((done) =>
      canvas.toBlob(done, "image/jpeg", quality),
    );
    // A canvas keeps its pixels until it is collected; phones with little memory need them now.
    canvas.width = canvas.height = 0;
    return drawn ?? undefined;
  } finally {
    picture.close();
  }
}
