import { describe, expect, it } from 'vitest';
import { splitCommandLine } from './command-line.ts';

describe('a pasted command line', () => {
  it('is cut as a shell cuts it', () => {
    expect(splitCommandLine('qemu-system-x86_64 -m 4G \\\n  -append "console=ttyS0 mem=3G" -name \'a b\'')).toEqual([
      'qemu-system-x86_64',
      '-m',
      '4G',
      '-append',
      'console=ttyS0 mem=3G',
      '-name',
      'a b',
    ]);
  });
  it('keeps empty words, escaped blanks and what a backslash need not protect', () => {
    expect(splitCommandLine('a "" b\\ c "d\\n\\"e"')).toEqual(['a', '', 'b c', 'd\\n"e']);
  });
});
