import { expect, it } from 'vitest';
import { keyCaps } from '../../ui/Kbd.tsx';
import { keysOf } from './keys.ts';

const event = (key: string, held: Partial<Record<'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey', boolean>> = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...held,
});

it('names keys as the list of commands does', () => {
  expect(keysOf(event('z', { ctrlKey: true }))).toBe('Mod+Z');
  expect(keysOf(event('Z', { metaKey: true, shiftKey: true }))).toBe('Mod+Shift+Z');
  expect(keysOf(event('?', { shiftKey: true }))).toBe('?');
  expect(keysOf(event('F6', { shiftKey: true }))).toBe('Shift+F6');
});

it('draws keys as the keyboard has them', () => {
  expect(keyCaps('Mod+Shift+Z', true)).toEqual(['⌘', '⇧', 'Z']);
  expect(keyCaps('Mod+Shift+Z', false)).toEqual(['Ctrl', 'Shift', 'Z']);
});
