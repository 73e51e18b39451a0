import { expect, it } from 'vitest';
import { partsOf, piecesOf, plainText } from './text.ts';

it('code and emphasis, and nothing else', () => {
  expect(piecesOf('the `state` of a *block* <b>')).toEqual([
    { kind: 'text', text: 'the ' },
    { kind: 'code', text: 'state' },
    { kind: 'text', text: ' of a ' },
    { kind: 'em', text: 'block' },
    { kind: 'text', text: ' <b>' },
  ]);
});

it('a mark without its partner, or a star between numbers, is text', () => {
  expect(piecesOf('2 * 3 * 4 and `open')).toEqual([{ kind: 'text', text: '2 * 3 * 4 and `open' }]);
  expect(piecesOf('`memory*` and *`x`*').filter((p) => p.kind === 'code').length).toBe(2);
});

it('paragraphs are joined, lists are lists', () => {
  const parts = partsOf('\n  one\n  line\n\n  - a\n  - b\n');
  expect(parts.map((p) => p.kind)).toEqual(['paragraph', 'list']);
  expect(plainText('one\n  line\n\n- a\n- b')).toBe('one line a b');
});
