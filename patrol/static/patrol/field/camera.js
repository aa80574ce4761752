// @ts-check
/** A photo made ready on the phone: turned upright, at most 2,048 pixels, JPEG, and named by its SHA-256. */

const LONGEST_PX = 2048;
const QUALITY = 0.85;

/**
 * @param {Blob} file from the camera
 * @param {{isOriginal?: boolean}} [options] original: the camera's own file, unchanged
 * @returns {Promise<{blob: Blob, sha256: string}>} rejects when the file is no picture the browser can read
 */
export async function readyPhoto(file, { isOriginal = false } = {}) {
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  try {
    const blob = isOriginal ? file : await toJpeg(picture);
    return { blob, sha256: await sha256Of(blob) };
  } finally {
    picture.close();
  }
}

/** @param {Blob} blob @returns {Promise<string>} lower-case hexadecimal */
export async function sha256Of(blob) {
  const digest = await crypto.subtle.digest("SHA-256", await blob.arrayBuffer());
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** @param {ImageBitmap} picture @returns {Promise<Blob>} */
function toJpeg(picture) {
  const scale = Math.min(1, LONGEST_PX / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  const pen = canvas.getContext("2d");
  if (!pen) throw new Error("no canvas");
  pen.imageSmoothingQuality = "high";
  pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("no JPEG"))), "image/jpeg", QUALITY));
}
