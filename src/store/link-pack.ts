/** Text in few letters that an address may hold: deflate, then base64 in its URL spelling. */

/** What cannot be unpacked: cut off, altered, or too much of it. */
import * as words from '#words/store-links.ts';

export class PackProblem extends Error {
  override name = 'PackProblem';
}

/** More text than this is not unpacked from a link: a few letters can unfold to gigabytes. */
const MOST_TEXT = 32 << 20;

async function through(
  bytes: Uint8Array<ArrayBuffer>,
  stream: GenericTransformStream,
  most: number,
): Promise<Uint8Array> {
  const reader = new Blob([bytes]).stream().pipeThrough(stream).getReader() as ReadableStreamDefaultReader<Uint8Array>;
  const parts: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > most) {
      await reader.cancel();
      throw new PackProblem(words.itUnfoldsToMore);
    }
    parts.push(value);
  }
  const out = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/** Packs text. */
export async function pack(text: string): Promise<string> {
  const bytes = await through(
    new TextEncoder().encode(text),
    new CompressionStream('deflate-raw'),
    Number.POSITIVE_INFINITY,
  );
  let letters = '';
  for (let i = 0; i < bytes.length; i += 8192) letters += String.fromCharCode(...bytes.subarray(i, i + 8192));
  return btoa(letters).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/** Unpacks what pack made. Throws PackProblem for anything else. */
export async function unpack(packed: string): Promise<string> {
  if (!/^[\w-]+$/.test(packed)) throw new PackProblem(words.itHasLettersThat);
  let bytes: Uint8Array<ArrayBuffer>;
  try {
    bytes = Uint8Array.from(atob(packed.replaceAll('-', '+').replaceAll('_', '/')), (c) => c.charCodeAt(0));
  } catch {
    throw new PackProblem(words.lettersAreMissing);
  }
  try {
    const text = await through(bytes, new DecompressionStream('deflate-raw'), MOST_TEXT);
    return new TextDecoder('utf-8', { fatal: true }).decode(text);
  } catch (error) {
    if (error instanceof PackProblem) throw error;
    throw new PackProblem(words.linkPackLettersAreMissing);
  }
}
