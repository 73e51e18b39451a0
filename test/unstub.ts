/** What the last test of a file stubs is given back before the next file is loaded: it may ask at once whether there is a page. */
import { afterAll, vi } from 'vitest';

afterAll(() => {
  vi.unstubAllGlobals();
});
