import { afterEach, expect, it, vi } from 'vitest';
import { fetchAhead, servedText } from './served.ts';

afterEach(() => vi.unstubAllGlobals());

const serve = (...answers: readonly (() => Promise<Response>)[]): { readonly asked: () => number } => {
  const fetched = vi.fn<() => Promise<Response>>();
  for (const answer of answers) fetched.mockImplementationOnce(answer);
  vi.stubGlobal('document', { baseURI: 'http://here/' });
  vi.stubGlobal('fetch', fetched);
  return { asked: () => fetched.mock.calls.length };
};
const text = (of: string) => () => Promise.resolve(new Response(of));

it('gives what was fetched ahead to whoever asks first', async () => {
  const { asked } = serve(text('a'), text('b'));
  fetchAhead('x.json');
  expect(await servedText('x.json')).toEqual({ text: 'a' });
  expect(asked()).toBe(1);
  expect(await servedText('x.json')).toEqual({ text: 'b' });
});

it('does not keep a failure for who asks much later', async () => {
  serve(() => Promise.reject(new Error('offline')), text('b'));
  fetchAhead('x.json');
  await new Promise((resolve) => setTimeout(resolve));
  expect(await servedText('x.json')).toEqual({ text: 'b' });
});

it('says why where the connection ends in the middle of a file', async () => {
  const broken = new ReadableStream({ start: (c) => c.error(new Error('cut off')) });
  serve(() => Promise.resolve(new Response(broken)));
  expect(await servedText('x.json')).toEqual({ why: expect.stringContaining('cut off') as string });
});
